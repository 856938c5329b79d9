import type { IncomingMessage, ServerResponse } from 'node:http';
import { sleep } from '../../support/clock.ts';
import { type ApiResponse, answerApi, redirectHome, sessionCookie } from './api.ts';
import { answerControl } from './control.ts';
import type { Device } from './device.ts';
import type { HilinkSimulator } from './simulator.ts';
import { globalConfig, homePage } from './webserver-calls.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const longestBody = 65_536;

/** Everything that is asked over HTTP. The device answers one request at a time, as its web server does. */
export function createListener(device: Device, simulator: HilinkSimulator): Listener {
  let turn: Promise<void> = Promise.resolve();

  return async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://device').pathname;
    if (path.startsWith('/simulator/')) {
      return serveControl(simulator, request, response, path).catch((error) => reportDefect(response, error));
    }
    if (device.isDown) return void request.socket.destroy();
    const over = path.startsWith('/api/') ? device.ledger.begin(request.method ?? '', path.slice(5)) : () => {};
    response.once('close', over);
    const body = await readBody(request);
    if (!body) return void request.socket.destroy();
    turn = turn
      .then(() => serveDevice(device, request, response, path, body, over))
      .catch((error) => reportDefect(response, error));
    return turn;
  };
}

/** A defect of the simulator itself must not look like an answer of the device. */
function reportDefect(response: ServerResponse, error: unknown): void {
  response.writeHead(500, { 'Content-Type': 'text/plain' });
  response.end(`The simulator failed: ${error instanceof Error ? error.stack : error}\n`);
}

async function serveDevice(
  device: Device,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Buffer,
  over: () => void,
): Promise<void> {
  await device.untilResponsive();
  if (device.scenario.latencyMs > 0) await sleep(device.clock, device.scenario.latencyMs);
  const drop = device.scenario.takeDrop(path.replace(/^\/api\//, ''));
  if (device.isDown || drop === 'before') return void request.socket.destroy();
  const answer = answerDevice(device, request, path, body);
  if (drop === 'after') return void request.socket.destroy();
  // Before the answer leaves: a client may come back faster than any event of ours.
  over();
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': answer.body.length });
  response.end(answer.body);
}

function answerDevice(device: Device, request: IncomingMessage, path: string, body: Buffer): ApiResponse {
  const sessionId = /(?:^|;\s*)SessionID=([^;]*)/.exec(request.headers.cookie ?? '')?.[1];
  if (path.startsWith('/api/')) {
    return answerApi(device, {
      method: request.method ?? 'GET',
      path: path.slice(5),
      sessionId,
      token: header(request, '__requestverificationtoken'),
      updatesCookie: header(request, 'update-cookie') === 'UpdateCookie',
      body,
    });
  }
  if (path === '/' || path === '/html/home.html') return serveHome(device, sessionId);
  if (path !== '/config/global/config.xml') return redirectHome();
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body: Buffer.from(globalConfig(device)) };
}

function serveHome(device: Device, sessionId: string | undefined): ApiResponse {
  const known = device.sessions.find(sessionId);
  const session = known ?? device.sessions.open();
  device.sessions.touch(session);
  const cookie = known ? {} : { 'Set-Cookie': [sessionCookie(session)] };
  const headers = { 'Content-Type': 'text/html', ...cookie };
  return { status: 200, headers, body: Buffer.from(homePage(device, session)) };
}

async function serveControl(
  simulator: HilinkSimulator,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const body = await readBody(request, 1_048_576);
  if (!body) return void request.socket.destroy();
  const reply = answerControl(simulator, request.method ?? 'GET', path, body.toString('utf8'));
  response.writeHead(reply.status, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(reply.body)}\n`);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The whole body; undefined when it is too long or the client went away. */
async function readBody(request: IncomingMessage, limit = longestBody): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}
