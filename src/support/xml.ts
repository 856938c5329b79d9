import { repairCesu8 } from './cesu8.ts';

/** One element. Attributes are dropped; `text` is what stands directly in it, entities decoded once. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

/** The bytes are not XML that can be read. Says where, never what stood there. */
export class BrokenXmlError extends Error {
  constructor(what: string, position: number) {
    super(`${what} at character ${position}`);
    this.name = 'BrokenXmlError';
  }
}

const maxDepth = 64;
const utf8 = new TextDecoder('utf-8');
const namedEntities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Bytes of a device as text: control bytes that XML 1.0 §2.2 forbids become spaces and CESU-8 pairs UTF-8, both
 * before decoding, because one of them would make the whole page unreadable.
 */
export function decodeXmlBytes(bytes: Uint8Array): string {
  return utf8.decode(repairCesu8(blankControls(bytes)));
}

function blankControls(bytes: Uint8Array): Uint8Array {
  let blanked: Uint8Array | undefined;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
    blanked ??= Uint8Array.from(bytes);
    blanked[at] = 0x20;
  }
  return blanked ?? bytes;
}

/**
 * Reads one document, tolerantly: a bare `&` or `<` in text stays as written; declarations, comments and elements
 * behind the root are skipped.
 * Throws BrokenXmlError when elements do not match or the document ends too early.
 */
export function parseXml(source: string): XmlElement {
  const document: XmlElement = { name: '', text: '', children: [] };
  const open: XmlElement[] = [document];
  let at = 0;
  while (at < source.length) {
    const top = open[open.length - 1] ?? document;
    const start = source.indexOf('<', at);
    if (start === -1) {
      top.text += decodeEntities(source.slice(at));
      break;
    }
    if (start > at) top.text += decodeEntities(source.slice(at, start));
    at = readMarkup(source, start, open);
  }
  return rootElement(document, open, source.length);
}

/** Handles what starts with `<` at `start`; returns where reading goes on. */
function readMarkup(source: string, start: number, open: XmlElement[]): number {
  const top = open[open.length - 1];
  if (top === undefined) throw new BrokenXmlError('an element ends that was not open', start);
  if (source.startsWith('<!--', start)) return endOf(source, '-->', start);
  if (source.startsWith('<![CDATA[', start)) {
    const end = endOf(source, ']]>', start);
    top.text += source.slice(start + 9, end - 3);
    return end;
  }
  if (source.startsWith('<?', start)) return endOf(source, '?>', start);
  if (source.startsWith('<!', start)) return endOf(source, '>', start);
  if (source[start + 1] === '/') return closeElement(source, start, open);
  if (isNameStart(source.charCodeAt(start + 1))) return openElement(source, start, open, top);
  top.text += '<';
  return start + 1;
}

function closeElement(source: string, start: number, open: XmlElement[]): number {
  const end = endOf(source, '>', start);
  const closed = open.pop();
  if (open.length === 0 || closed?.name !== source.slice(start + 2, end - 1).trim()) {
    throw new BrokenXmlError('an element ends that was not open', start);
  }
  return end;
}

function openElement(source: string, start: number, open: XmlElement[], parent: XmlElement): number {
  let nameEnd = start + 1;
  while (nameEnd < source.length && !/[\s/>]/.test(source[nameEnd] ?? '')) nameEnd++;
  const end = endOfTag(source, nameEnd);
  const element: XmlElement = { name: source.slice(start + 1, nameEnd), text: '', children: [] };
  parent.children.push(element);
  if (source[end - 2] !== '/') {
    if (open.length > maxDepth) throw new BrokenXmlError('elements are nested too deeply', start);
    open.push(element);
  }
  return end;
}

/** A `>` inside a quoted attribute value does not end the tag. */
function endOfTag(source: string, from: number): number {
  let quote = '';
  for (let at = from; at < source.length; at++) {
    const character = source[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  throw new BrokenXmlError('the document ends inside a tag', from);
}

function endOf(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  if (found === -1) throw new BrokenXmlError('the document ends inside a tag', from);
  return found + mark.length;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function rootElement(document: XmlElement, open: XmlElement[], length: number): XmlElement {
  const root = document.children[0];
  if (open.length > 1) throw new BrokenXmlError('the document ends inside an element', length);
  if (root === undefined || document.text.trim() !== '') throw new BrokenXmlError('this is no XML document', length);
  return root;
}

/** Decodes each entity once, so that `&amp;lt;` stays `&lt;`. An entity that XML does not know stays as written. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const decoded = text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return namedEntities[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      if (code > 0x10ffff) return whole;
      return code < 0x20 && code !== 9 && code !== 10 && code !== 13 ? ' ' : String.fromCodePoint(code);
    },
  );
  // Emoji may come as two numeric halves, which are a pair again by now; a half alone is not text.
  return decoded.toWellFormed();
}

/** Children of that name; device firmwares disagree about upper and lower case. */
export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  const wanted = name.toLowerCase();
  return element.children.filter((child) => child.name.toLowerCase() === wanted);
}

/** Text of the first child of that name; '' when there is none. */
export function childText(element: XmlElement, name: string): string {
  return childrenNamed(element, name)[0]?.text ?? '';
}

/** Whole number in the first child of that name; undefined when there is none. */
export function childNumber(element: XmlElement, name: string): number | undefined {
  const text = childText(element, name).trim();
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Text as it may stand in an element; control characters that XML forbids become spaces. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, ' ')
    .replace(/[&<>"']/g, (character) => `&${escapes[character] ?? 'amp'};`);
}

const escapes: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
