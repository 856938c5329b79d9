import { PermanentDeliveryError } from '../domain/delivery-errors.ts';
import type { OutgoingCode } from '../verification/channel.ts';

/** How what stands for something is written into a request. */
export type TemplateForm = 'json' | 'form' | 'xml' | 'text';

/** What a template may name. */
export const templateNames = ['to', 'digits', 'text', 'code', 'locale', 'service', 'id', 'secret', 'report'] as const;
type TemplateName = (typeof templateNames)[number];
type TemplateValues = Record<TemplateName, string>;

const placeholder = /\{([A-Za-z]+)\}/g;

const escapes: Record<TemplateForm, (value: string) => string> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  xml: (value) => value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\P{Cc}\t\n\r]/gu, ''),
  text: (value) => value,
};

/** Puts the values in place of `{to}`, `{text}` …, written so that they are nothing but values there. */
export function fillTemplate(template: string, values: TemplateValues, form: TemplateForm): string {
  return template.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(values, name) ? escapes[form](values[name as TemplateName]) : whole,
  );
}

/** A part of a path that browsers and programs take for the place itself or the one above (WHATWG URL §4.4). */
const dots = /^(?:\.|%2e){1,2}$/i;

/**
 * The address with the values in it. No way to write them helps `.` and `..` as a whole part of its path: written as
 * `%2E%2E` they still lead elsewhere.
 *
 * @throws PermanentDeliveryError
 */
export function fillAddress(template: string, values: TemplateValues): string {
  const filled = fillTemplate(template, values, 'form');
  const partsOf = (url: string) => (/^[^?#]*/.exec(url)?.[0] ?? '').split('/');
  const before = partsOf(template);
  if (partsOf(filled).some((part, index) => dots.test(part) && part !== before[index]))
    throw new PermanentDeliveryError(
      'the service is called . or .., which leads to another path of the gateway: give it another name, or put {service} elsewhere than into the path',
    );
  return filled;
}

/** Does the template name this? */
export function names(template: string, name: TemplateName): boolean {
  return template.includes(`{${name}}`);
}

export function templateValues(
  { to, text, code, locale, serviceName, attemptId }: OutgoingCode,
  { secret, report }: { secret: string; report: string },
): TemplateValues {
  return { to, digits: to.replace(/^\+/, ''), text, code, locale, service: serviceName, id: attemptId, secret, report };
}
