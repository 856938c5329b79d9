import type { OutgoingHttpHeaders } from 'node:http';
import type { Call, Calls, Visit } from './call.ts';
import { decodeCesu8, encodeCesu8 } from './cesu8.ts';
import { codes, Refusal } from './codes.ts';
import type { Device } from './device.ts';
import { isOpen } from './permissions.ts';
import { checkOrder, type Element, parseRequest } from './request-body.ts';
import type { Session } from './sessions.ts';
import { smsCalls } from './sms-calls.ts';
import { statusCalls } from './status-calls.ts';
import { userCalls } from './user-calls.ts';
import { webserverCalls } from './webserver-calls.ts';
import { type Answer, renderJson, renderXml } from './xml.ts';

/** A call as it came over HTTP; `path` without `/api/`. */
interface ApiRequest {
  method: string;
  path: string;
  sessionId: string | undefined;
  token: string | undefined;
  updatesCookie: boolean;
  body: Buffer;
}

export interface ApiResponse {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

const calls: Calls = { ...webserverCalls, ...userCalls, ...statusCalls, ...smsCalls };
const noBody: Element = { name: 'request', text: '', children: [] };

/**
 * Answers one call as the device does: session (125002), token of a POST (125001, 125003), rights (100003), form of the
 * request (100005), the call itself. Errors come with HTTP 200.
 */
export function answerApi(device: Device, request: ApiRequest): ApiResponse {
  const call = calls[`${request.method} ${request.path}`];
  if (!call && device.traits.unknownPath === 'redirect') return redirectHome();
  let visit: Visit | undefined;
  try {
    if (!call) throw new Refusal(codes.notSupported);
    const fault = device.scenario.takeFault(request.path);
    if (fault !== undefined && isTokenError(fault)) throw new Refusal(fault);
    visit = admit(device, request, call);
    if (fault !== undefined) throw new Refusal(fault);
    if (!device.login.admits(visit.session) && !isOpen(request.method, request.path)) {
      throw new Refusal(codes.noRights);
    }
    if (request.method === 'POST') visit.body = readBody(device, request.body, call);
    return respond(device, request, visit, 'response', call.answer(visit));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    device.ledger.refused(error.code);
    return respond(device, request, visit, 'error', describeRefusal(error));
  }
}

function isTokenError(code: number): boolean {
  return code === codes.wrongToken || code === codes.wrongSession || code === codes.wrongSessionToken;
}

function admit(device: Device, request: ApiRequest, call: Call): Visit {
  const known = device.sessions.find(request.sessionId);
  const needsNone = call.opensSession || (request.method === 'GET' && device.traits.sessionlessReads);
  if (!known && !needsNone) throw new Refusal(codes.wrongSession);
  const session = known ?? device.sessions.open();
  if (keepsAlive(device, request)) device.sessions.touch(session);
  if (request.method === 'POST') spendToken(device, session, request.token);
  const isNewSession = known === undefined;
  return {
    device,
    session,
    isNewSession,
    token: request.token ?? '',
    body: noBody,
    tokens: 'next',
    isRenamed: false,
  };
}

function keepsAlive(device: Device, request: ApiRequest): boolean {
  return device.traits.keepAlive === 'any' || request.path === 'user/heartbeat' || request.updatesCookie;
}

function spendToken(device: Device, session: Session, token: string | undefined): void {
  const finding = device.sessions.spend(session, token);
  if (finding === 'good') return;
  device.ledger.tokenMisuse += 1;
  throw new Refusal(finding === 'stale' ? device.traits.staleTokenCode : codes.wrongToken);
}

function readBody(device: Device, bytes: Buffer, call: Call): Element {
  const text = device.traits.mangleUtf8Emoji
    ? bytes.toString('utf8').replace(/[\u{10000}-\u{10ffff}]/gu, '??')
    : decodeCesu8(bytes);
  const body = parseRequest(text, device.traits);
  if (call.order) checkOrder(body, call.order, device.traits);
  return body;
}

function describeRefusal(refusal: Refusal): Answer {
  const count = refusal.count === undefined ? [] : ([['count', refusal.count]] as const);
  return [['code', refusal.code], ['message', ''], ...count];
}

function respond(
  device: Device,
  request: ApiRequest,
  visit: Visit | undefined,
  root: string,
  answer: Answer,
): ApiResponse {
  const isJson = device.traits.jsonPaths.includes(request.path);
  const body = isJson ? renderJson(answer) : renderXml(root, answer, device.traits);
  const headers: OutgoingHttpHeaders = { 'Content-Type': isJson ? 'application/json' : device.traits.contentType };
  const cookies = visit ? cookiesFor(visit) : [];
  if (device.traits.strayCookie) cookies.push('Language=en-us; path=/');
  if (cookies.length > 0) headers['Set-Cookie'] = cookies;
  if (visit && request.method === 'POST') Object.assign(headers, tokenHeaders(visit));
  return { status: 200, headers, body: device.traits.emoji === 'cesu8' ? encodeCesu8(body) : Buffer.from(body) };
}

function cookiesFor({ device, session, isNewSession, isRenamed }: Visit): string[] {
  if (device.traits.family === 'A') return [];
  return isRenamed || (isNewSession && device.traits.sesTokSetsCookie) ? [sessionCookie(session)] : [];
}

/** The `Set-Cookie` line of a session. */
export function sessionCookie(session: Session): string {
  return `SessionID=${session.id}; path=/; HttpOnly`;
}

function tokenHeaders({ device, session, tokens }: Visit): OutgoingHttpHeaders {
  const { family, loginTokens } = device.traits;
  if (family === 'A') return {};
  if (tokens !== 'login' || loginTokens > 0) {
    const granted = device.sessions.grant(session, tokens === 'login' ? loginTokens : 1, tokens !== 'next');
    return { __RequestVerificationToken: granted.join('#') };
  }
  const [one, two] = device.sessions.grant(session, 2, true);
  return { __RequestVerificationTokenone: one, __RequestVerificationTokentwo: two };
}

/** Where every path leads that the web server does not know. */
export function redirectHome(): ApiResponse {
  return { status: 307, headers: { Location: '/html/home.html' }, body: Buffer.alloc(0) };
}
