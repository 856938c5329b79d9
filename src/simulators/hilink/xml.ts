import type { Traits } from './traits.ts';

/** Elements in order: a name with its text or its children. */
export type Fields = readonly (readonly [name: string, value: string | number | Fields])[];

/** What a call answers: `<response>OK</response>`, or elements. */
export type Answer = 'OK' | Fields;

type Dialect = Pick<Traits, 'answerInLines' | 'numericEntities' | 'doubleEscape' | 'emptyMessages'>;

const prolog = '<?xml version="1.0" encoding="UTF-8"?>';

/** `<response>` or `<error>` around the answer, in the device's own layout. */
export function renderXml(root: string, answer: Answer, dialect: Dialect): string {
  const lineEnd = dialect.answerInLines ? '\r\n' : '';
  if (answer === 'OK') return `${prolog}${lineEnd}<${root}>OK</${root}>`;
  return `${prolog}${lineEnd}<${root}>${lineEnd}${renderFields(answer, dialect, lineEnd)}</${root}>${lineEnd}`;
}

function renderFields(fields: Fields, dialect: Dialect, lineEnd: string): string {
  return fields.map(([name, value]) => `${renderField(name, value, dialect, lineEnd)}${lineEnd}`).join('');
}

function renderField(name: string, value: string | number | Fields, dialect: Dialect, lineEnd: string): string {
  if (typeof value !== 'object') return `<${name}>${escapeText(String(value), dialect)}</${name}>`;
  if (value.length > 0) return `<${name}>${lineEnd}${renderFields(value, dialect, lineEnd)}</${name}>`;
  return dialect.emptyMessages === 'selfClosing' ? `<${name}/>` : `<${name}></${name}>`;
}

/** Text of an element; control characters stay as they are, which is what strict XML parsers fail on. */
function escapeText(text: string, dialect: Dialect): string {
  let escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (dialect.numericEntities) escaped = escaped.replace(/[()'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return dialect.doubleEscape ? escaped.replaceAll('&', '&amp;') : escaped;
}

/** The same answer as the few firmwares give it that speak JSON; repeated elements become an array. */
export function renderJson(answer: Answer): string {
  return JSON.stringify(answer === 'OK' ? { response: 'OK' } : toObject(answer));
}

function toObject(fields: Fields): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    const plain = typeof value === 'object' ? toObject(value) : String(value);
    const earlier = object[name];
    if (earlier === undefined) object[name] = plain;
    else object[name] = Array.isArray(earlier) ? [...earlier, plain] : [earlier, plain];
  }
  return object;
}
