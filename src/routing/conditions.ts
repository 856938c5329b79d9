import { normalizeAddress } from '../domain/phone-number.ts';
import type { RoutableMessage, RouteCondition } from '../domain/route.ts';
import { compilePattern } from './pattern.ts';
import { compileTimeWindow } from './time-window.ts';

/** One condition of a route, ready to be asked. */
export interface CompiledCondition {
  /** Its name in the configuration: `sender`, `textMatches` … */
  condition: string;
  /** What the route asks for, in words; never anything of a message. */
  expected: string;
  holds(message: RoutableMessage): boolean;
}

/**
 * The conditions of a route in the order in which a trace shows them. The `sender` of the messages that they are asked
 * about must be normalised by the same region.
 *
 * @throws KeypigeonError `invalid-configuration` for an expression or a time window that cannot be
 */
export function compileConditions(when: RouteCondition, defaultRegion?: string): CompiledCondition[] {
  const conditions: (CompiledCondition | null)[] = [
    lineIs(when.line),
    senderIs(when.sender, defaultRegion),
    senderBegins(when.senderPrefix),
    matches('senderMatches', when.senderMatches, (message) => message.sender),
    matches('textMatches', when.textMatches, (message) => message.text),
    serviceIs(when.service),
    hasCode(when.hasCode),
    inTime(when.time),
    eventIs(when.event),
  ];
  return conditions.filter((condition) => condition !== null);
}

function lineIs(line: RouteCondition['line']): CompiledCondition | null {
  if (line === undefined) return null;
  const lines = new Set(asList(line));
  return { condition: 'line', expected: oneOf([...lines]), holds: (message) => lines.has(message.lineId) };
}

function senderIs(sender: RouteCondition['sender'], defaultRegion?: string): CompiledCondition | null {
  if (sender === undefined) return null;
  const senders = new Set(asList(sender).map((one) => normalizeAddress(one, defaultRegion)));
  return { condition: 'sender', expected: oneOf([...senders]), holds: (message) => senders.has(message.sender) };
}

function senderBegins(prefix: string | undefined): CompiledCondition | null {
  if (prefix === undefined) return null;
  const expected = `begins with ${prefix}`;
  return { condition: 'senderPrefix', expected, holds: (message) => message.sender.startsWith(prefix) };
}

function matches(
  condition: string,
  source: string | undefined,
  read: (message: RoutableMessage) => string,
): CompiledCondition | null {
  if (source === undefined) return null;
  const pattern = compilePattern(source);
  return { condition, expected: `matches /${source}/`, holds: (message) => pattern(read(message)) };
}

function serviceIs(service: RouteCondition['service']): CompiledCondition | null {
  if (service === undefined) return null;
  const services = new Set(asList(service).map(foldCase));
  return {
    condition: 'service',
    expected: oneOf(asList(service)),
    holds: (message) => message.service !== null && services.has(foldCase(message.service)),
  };
}

function hasCode(expected: boolean | undefined): CompiledCondition | null {
  if (expected === undefined) return null;
  const words = expected ? 'a code in the text' : 'no code in the text';
  return { condition: 'hasCode', expected: words, holds: (message) => message.hasCode === expected };
}

function inTime(time: RouteCondition['time']): CompiledCondition | null {
  if (time === undefined) return null;
  const within = compileTimeWindow(time);
  const days = time.days === undefined ? '' : ` on ${time.days.join(', ')}`;
  const expected = `received ${time.from}–${time.until}${days} (${time.timeZone ?? 'UTC'})`;
  return { condition: 'time', expected, holds: (message) => within(message.receivedAt) };
}

function eventIs(event: RouteCondition['event']): CompiledCondition | null {
  if (event === undefined) return null;
  const events = asList(event);
  const holds = (message: RoutableMessage) =>
    message.event !== null && (events.includes('any') || events.includes(message.event));
  return { condition: 'event', expected: events.includes('any') ? 'is an event of the line' : oneOf(events), holds };
}

function asList(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}

function foldCase(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function oneOf(values: string[]): string {
  return `is ${values.join(' or ')}`;
}
