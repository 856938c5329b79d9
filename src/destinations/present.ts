import type { CodeKind } from '../domain/code.ts';
import type { Show } from '../domain/delivery.ts';
import { lateNote } from '../domain/lateness.ts';
import type { Message } from '../domain/message.ts';
import type { Outgoing } from './destination.ts';

/** The facts of a message that a destination may see. */
export type PresentableMessage = Pick<
  Message,
  | 'id'
  | 'revision'
  | 'sender'
  | 'text'
  | 'code'
  | 'kind'
  | 'service'
  | 'domain'
  | 'receivedAt'
  | 'sentAt'
  | 'sentAtLocal'
  | 'expiresAt'
  | 'deliverUntil'
  | 'event'
  | 'sources'
>;

/** How one delivery shows a message. */
export interface Presentation {
  deliveryId: string;
  line: { id: string; number: string | null };
  show: Show;
  /** The user's own words with placeholders; null: the built-in words. */
  template: string | null;
  /** Name of the route that led here; null: fallback. */
  route: string | null;
  /** Milliseconds since the epoch: when the attempt starts, which decides how late the words are. */
  now: number;
  test?: boolean;
}

const placeholders = ['code', 'service', 'sender', 'route', 'line', 'text'] as const;
type Placeholder = (typeof placeholders)[number];

/** Says in one line what is wrong with a template; null when it is fine. */
export function checkTemplate(template: string): string | null {
  if (template.trim() === '') return 'the template is empty; leave it out for the built-in words';
  const known = placeholders.map((name) => `{${name}}`).join(' ');
  for (const [placeholder, name] of template.matchAll(/\{([^{}]*)\}/g))
    if (!isPlaceholder(name)) return `${placeholder} is not a placeholder; expected ${known}`;
  return null;
}

/**
 * A message as one destination may see it. `show` is applied first, so that neither the words nor a template can tell
 * what it does not allow: `code` takes the text away and becomes `notice` where no code was found; `notice` takes both. What befell a line is
 * told in our own words, which hold no secret: they are always shown.
 */
export function present(message: PresentableMessage, presentation: Presentation): Outgoing {
  const { deliveryId, line, template, route, now, test = false } = presentation;
  const visible = strip(message, presentation.show);
  const words = templateWords(template, message, visible, presentation) ?? builtInWords(message, visible, line.id);
  return {
    deliveryId,
    messageId: message.id,
    revision: message.revision,
    ...visible,
    line,
    sender: message.sender,
    event: message.event,
    domain: visible.code === null && visible.text === null ? null : message.domain,
    receivedAt: message.receivedAt,
    sentAt: message.sentAt,
    sentAtLocal: message.sentAtLocal,
    expiresAt: message.expiresAt,
    deliverUntil: message.deliverUntil,
    sources: message.sources,
    route,
    rendered: `${test ? 'Test: ' : ''}${words}${lateNote(message, now)}`,
    test,
  };
}

interface Visible {
  show: Show;
  text: string | null;
  code: string | null;
  service: string | null;
}

function strip(message: PresentableMessage, show: Show): Visible {
  const { text, code, service } = message;
  if (message.event !== null && text !== null) return { show: 'full', text, code: null, service: null };
  if (show === 'full' && text !== null) return { show, text, code, service };
  if (show !== 'notice' && code !== null) return { show: 'code', text: null, code, service };
  return { show: 'notice', text: null, code: null, service: harmlessService(message) };
}

/** The service is read out of the text: it must carry neither the code nor the first words of a letter past a notice. */
function harmlessService({ code, kind, service }: PresentableMessage): string | null {
  if (code === null) return kind === null ? null : service;
  return service?.includes(code) ? null : service;
}

function templateWords(
  template: string | null,
  message: PresentableMessage,
  visible: Visible,
  { line, route }: Presentation,
): string | null {
  if (template === null) return null;
  return fillTemplate(template, {
    code: visible.code ?? '',
    service: oneLine(visible.service ?? ''),
    sender: oneLine(message.sender),
    route: route ?? '',
    line: line.id,
    text: visible.text ?? '',
  });
}

/** Null where the template would have a hole in its middle, without its code or with neither text nor code, or say nothing. */
function fillTemplate(template: string, values: Record<Placeholder, string>): string | null {
  const asksFor = (name: Placeholder) => template.includes(`{${name}}`);
  if (asksFor('code') && values.code === '') return null;
  if (asksFor('text') && values.text === '' && !asksFor('code')) return null;
  const filled = template.replace(/\{([^{}]*)\}/g, (whole, name) => (isPlaceholder(name) ? values[name] : whole));
  return filled.trim() || null;
}

const codeWords: Partial<Record<CodeKind, string>> = {
  'temporary-password': 'temporary password',
  'pick-up-code': 'pick-up code',
  'transaction-code': 'transaction code',
};

function builtInWords(message: PresentableMessage, visible: Visible, lineId: string): string {
  if (message.event !== null && visible.text !== null) return visible.text;
  const sender = oneLine(message.sender);
  const word = (message.kind === null ? undefined : codeWords[message.kind]) ?? 'code';
  const service = visible.service === null ? '' : `${oneLine(visible.service)} `;
  if (visible.show === 'notice')
    return `A ${message.code === null ? 'text' : `${service}${word}`} from ${sender} came to line ${lineId}.`;
  if (visible.code === null) return `A text from ${sender} came to line ${lineId}:\n${visible.text}`;
  const domain = message.domain === null ? '' : ` for ${oneLine(message.domain)}`;
  const code = `${visible.code} is your ${service}${word}${domain}. From ${sender} to line ${lineId}`;
  return visible.text === null ? `${code}.` : `${code}:\n${visible.text}`;
}

/** Senders name themselves: line breaks, control and direction marks in what they chose must not shape our words. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
}

function isPlaceholder(name: unknown): name is Placeholder {
  return placeholders.some((known) => known === name);
}
