import { codes, Refusal } from './codes.ts';
import type { Traits } from './traits.ts';

/** An element of a request; `text` is empty where there are children. */
export interface Element {
  name: string;
  text: string;
  children: Element[];
}

type Strictness = Pick<Traits, 'rejectWhitespace' | 'rejectOrder' | 'rejectAttributes'>;

const token = /<\?xml[^>]*\?>|<(\/?)([A-Za-z_][\w.-]*)(\s[^<>]*?)?\s*(\/?)>|([^<]+)/y;

/**
 * Reads `<request>…</request>` as picky as the device: 100005 for what is not well-formed, and by its traits for
 * whitespace between tags and attributes.
 */
export function parseRequest(body: string, strictness: Strictness): Element {
  const top: Element = { name: '', text: '', children: [] };
  const open = [top];
  token.lastIndex = 0;
  while (token.lastIndex < body.length) {
    const match = token.exec(body);
    if (!match) throw new Refusal(codes.format);
    takeToken(open, match, strictness);
  }
  const root = top.children[0];
  if (open.length !== 1 || top.children.length !== 1 || root?.name !== 'request') throw new Refusal(codes.format);
  rejectMixedText(top, strictness);
  return root;
}

function takeToken(open: Element[], match: RegExpExecArray, strictness: Strictness): void {
  const [, closing, name, attributes, selfClosing, text] = match;
  const current = open.at(-1);
  if (!current) throw new Refusal(codes.format);
  if (text !== undefined) {
    current.text += text;
    return;
  }
  if (name === undefined) return;
  if (attributes?.trim() && strictness.rejectAttributes) throw new Refusal(codes.format);
  if (closing) {
    if (current.name !== name || open.length === 1) throw new Refusal(codes.format);
    open.pop();
    return;
  }
  const element: Element = { name, text: '', children: [] };
  current.children.push(element);
  if (!selfClosing) open.push(element);
}

function rejectMixedText(element: Element, strictness: Strictness): void {
  if (element.children.length === 0) {
    element.text = decodeEntities(element.text);
    return;
  }
  if (element.text.trim() !== '' || (element.text !== '' && strictness.rejectWhitespace)) {
    throw new Refusal(codes.format);
  }
  element.text = '';
  for (const child of element.children) rejectMixedText(child, strictness);
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&([^;&]*);?/g, (whole, entity: string) => {
    const number = /^#x([0-9a-f]{1,6})$/i.exec(entity)?.[1] ?? /^#(\d{1,7})$/.exec(entity)?.[1];
    const point = number === undefined ? undefined : Number.parseInt(number, /^#x/i.test(entity) ? 16 : 10);
    const character = point !== undefined && point <= 0x10ffff ? String.fromCodePoint(point) : named[entity];
    if (character === undefined || !whole.endsWith(';')) throw new Refusal(codes.format);
    return character;
  });
}

/** Checks the tags against the documented order, where the device cares; `order` names every tag that the call knows. */
export function checkOrder(request: Element, order: readonly string[], strictness: Strictness): void {
  if (!strictness.rejectOrder) return;
  let position = 0;
  for (const child of request.children) {
    const found = order.indexOf(child.name);
    if (found < position) throw new Refusal(codes.format);
    position = found;
  }
}

/** Text of the first child of that name; undefined where there is none. */
export function childText(request: Element, name: string): string | undefined {
  return request.children.find((child) => child.name === name)?.text;
}

/** Text of a child that must be there; else 100005. */
export function requiredText(request: Element, name: string): string {
  const text = childText(request, name);
  if (text === undefined) throw new Refusal(codes.format);
  return text;
}

/** A whole number that must be there; else 100005. */
export function requiredNumber(request: Element, name: string): number {
  const text = requiredText(request, name);
  if (!/^-?\d{1,9}$/.test(text)) throw new Refusal(codes.format);
  return Number(text);
}
