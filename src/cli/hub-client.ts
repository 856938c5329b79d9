import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { type ErrorCode, errorTable, KeypigeonError } from '../domain/errors.ts';

/** How a command reaches a hub. */
export interface HubAddress {
  /** Socket of the hub on this data folder, which needs no token; null: by `url`. */
  socketPath: string | null;
  url: URL;
  token: string | null;
  /** For people: `the data folder /srv/keypigeon` or `http://192.168.1.5:7466`. */
  name: string;
}

/** Talks to a running hub. Every call throws KeypigeonError: `hub-not-running`, or the error that the hub answered. */
export interface HubClient {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<void>;
  putYaml<Answer>(path: string, yaml: string): Promise<Answer>;
  /** The answer as it is, for what is no JSON. */
  getText(path: string): Promise<string>;
  /** The answer as it comes, for streams. */
  open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage>;
}

/** A hub that is busy with a full disk still answers within this, ms. */
const answerWithinMs = 30_000;

/** The hub that runs on a data folder. */
export function localHub(dataFolder: string): HubAddress {
  return {
    socketPath: join(dataFolder, 'keypigeon.sock'),
    url: new URL('http://localhost'),
    token: null,
    name: `the data folder ${dataFolder}`,
  };
}

/** A hub at an address. Throws KeypigeonError where it is none. */
export function remoteHub(address: string, token: string | null): HubAddress {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new KeypigeonError('invalid-request', '--url is not usable: expected an address as http://192.168.1.5:7466');
  }
  return { socketPath: null, url, token, name: url.origin };
}

export function createHubClient(address: HubAddress): HubClient {
  const call = async (method: string, path: string, content?: Content): Promise<string> => {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await send(address, { method, path, content, headers: {}, signal });
    const answer = await readText(response);
    if ((response.statusCode ?? 0) >= 400) throw toError(address, response.statusCode ?? 0, answer);
    return answer;
  };
  return {
    get: async (path) => parse(address, await call('GET', path)),
    getText: (path) => call('GET', path),
    async post(path, body) {
      const content = body === undefined ? undefined : { type: 'application/json', text: JSON.stringify(body) };
      return parse(address, await call('POST', path, content));
    },
    async put(path, body) {
      const content = { type: 'application/json', text: JSON.stringify(body) };
      return parse(address, await call('PUT', path, content));
    },
    async delete(path) {
      await call('DELETE', path);
    },
    putYaml: async (path, yaml) => parse(address, await call('PUT', path, { type: 'application/yaml', text: yaml })),
    async open(path, headers, signal) {
      const response = await send(address, { method: 'GET', path, headers, signal });
      if (response.statusCode === 200) return response;
      throw toError(address, response.statusCode ?? 0, await readText(response));
    },
  };
}

function parse<Answer>({ name }: HubAddress, answer: string): Answer {
  try {
    return JSON.parse(answer) as Answer;
  } catch {
    throw notOurs(name);
  }
}

/** Does a hub run there? */
export async function isRunning(address: HubAddress): Promise<boolean> {
  try {
    await createHubClient(address).get('/healthz');
    return true;
  } catch (error) {
    if (error instanceof KeypigeonError && error.code === 'hub-not-running') return false;
    throw error;
  }
}

interface Content {
  type: string;
  text: string;
}

interface Call {
  method: string;
  path: string;
  content?: Content | undefined;
  headers: Record<string, string>;
  signal: AbortSignal;
}

function send(address: HubAddress, { method, path, content, headers, signal }: Call): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method,
    signal,
    agent: false,
    headers: {
      accept: '*/*',
      ...headers,
      ...(content === undefined
        ? {}
        : { 'content-type': content.type, 'content-length': Buffer.byteLength(content.text) }),
      ...(address.token === null ? {} : { authorization: `Bearer ${address.token}` }),
    },
    ...(address.socketPath === null ? {} : { socketPath: address.socketPath }),
  };
  const url = new URL(address.url.pathname.replace(/\/+$/, '') + path, address.url);
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:' ? requestHttps(url, options, resolve) : requestHttp(url, options, resolve);
    request.on('error', (error) => reject(notRunning(address, error, signal)));
    request.end(content?.text);
  });
}

function notRunning({ name, socketPath }: HubAddress, cause: Error, signal: AbortSignal): KeypigeonError {
  if (signal.aborted) {
    return new KeypigeonError('hub-not-running', `the hub on ${name} does not answer; look at its log`, { cause });
  }
  const code = (cause as NodeJS.ErrnoException).code ?? cause.message;
  if (code === 'EACCES') {
    return new KeypigeonError('hub-not-running', `the hub on ${name} belongs to another user; run this as that user`, {
      cause,
    });
  }
  const why = socketPath === null ? `no hub answers at ${name} (${code})` : `no hub is running on ${name}`;
  const advice =
    socketPath === null ? 'check the address' : 'start it by keypigeon serve, or set KEYPIGEON_DATA to its folder';
  return new KeypigeonError('hub-not-running', `${why}; ${advice}`, { cause });
}

function toError({ name }: HubAddress, status: number, answer: string): KeypigeonError {
  const { code, detail } = readProblem(answer);
  if (code !== undefined && code in errorTable)
    return new KeypigeonError(code as ErrorCode, detail ?? errorTable[code as ErrorCode].title);
  return notOurs(name, status);
}

function notOurs(name: string, status = 200): KeypigeonError {
  return new KeypigeonError(
    'hub-not-running',
    `what answers at ${name} (status ${status}) is no Keypigeon; check the address`,
  );
}

function readProblem(answer: string): { code?: string; detail?: string } {
  try {
    return (JSON.parse(answer) ?? {}) as { code?: string; detail?: string };
  } catch {
    return {};
  }
}
