import type { HttpResponse } from '../../support/request.ts';
import { BrokenXmlError, childNumber, decodeXmlBytes, parseXml, type XmlElement } from '../../support/xml.ts';
import { DeviceError, UnreadableAnswerError } from './errors.ts';

/**
 * The root element of an answer; throws DeviceError for `<error>` and UnreadableAnswerError for anything but XML.
 * Status and content type say nothing here: errors come with status 200, XML comes as text/html, and a call that the
 * firmware lacks is answered with the home page or a redirect to it (100002 then).
 */
export function readAnswer(path: string, response: HttpResponse): XmlElement {
  const text = decodeXmlBytes(response.body);
  const start = text.slice(0, 256).trimStart().toLowerCase();
  const isElsewhere = (response.status >= 300 && response.status < 400) || [404, 405].includes(response.status);
  const isPage = start.startsWith('<!doctype html') || start.startsWith('<html');
  if (isElsewhere || isPage) throw new DeviceError(path, 100002, { fromDevice: false });
  if (start.startsWith('{') || start.startsWith('[')) throw new UnreadableAnswerError(path, 'JSON');
  if (start === '') throw new UnreadableAnswerError(path, `nothing (status ${response.status})`);
  const root = parse(path, text);
  if (root.name.toLowerCase() !== 'error') return root;
  throw new DeviceError(path, errorCode(root), { count: childNumber(root, 'count') });
}

/** -1, or six digits. A longer number is no code and may be anything, so it is not shown. */
function errorCode(root: XmlElement): number {
  const code = childNumber(root, 'code');
  return code === undefined || Math.abs(code) > 999_999 ? 100001 : code;
}

function parse(path: string, text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof BrokenXmlError)) throw error;
    throw new UnreadableAnswerError(path, `broken XML (${error.message})`);
  }
}
