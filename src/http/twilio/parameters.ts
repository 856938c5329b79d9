import { TwilioError } from './errors.ts';

/** Parameters of a call, from its form, query or JSON: names are written as Twilio writes them. */
export type Parameters = URLSearchParams;

/** No call of Twilio's has nearly as many. */
const mostParameters = 200;

/** @throws TwilioError 20400 for more parameters than any call has */
export function readForm(body: string): Parameters {
  return bounded(new URLSearchParams(body));
}

/** A flat JSON object in place of a form; lists stand for a name that is repeated. Throws TwilioError 20400. */
export function readJson(body: string): Parameters {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(parseObject(body)))
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === null) continue;
      if (typeof one === 'object')
        throw new TwilioError('20400', `expected a text, number or flag in each field of the JSON`);
      parameters.append(name, String(one));
    }
  return bounded(parameters);
}

function parseObject(body: string): object {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new TwilioError('20400', 'the body is no well-formed JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TwilioError('20400', 'expected a JSON object');
}

function bounded(parameters: URLSearchParams): Parameters {
  if (parameters.size <= mostParameters) return parameters;
  throw new TwilioError('20400', `expected at most ${mostParameters} parameters`);
}

/** The parameters of the query of a request target. */
export function queryOf(target: string): Parameters {
  const at = target.indexOf('?');
  return readForm(at === -1 ? '' : target.slice(at + 1));
}

/** A parameter that is there and not empty. */
export function given(parameters: Parameters, name: string): string | undefined {
  return parameters.get(name)?.trim() || undefined;
}

/** A whole number; undefined where it is left out. Throws TwilioError 20422. */
export function wholeNumber(parameters: Parameters, name: string, least: number, most: number): number | undefined {
  const value = given(parameters, name);
  if (value === undefined) return undefined;
  const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new TwilioError('20422', `${name}: expected a whole number from ${least} to ${most}`);
}
