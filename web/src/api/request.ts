import { learnHubTime } from './hub-clock.ts';
import { noteRequest } from './recent.ts';

/** An answer of the hub that says no. */
export class Refusal extends Error {
  readonly status: number;
  /** Name of the error, as in docs/errors.md; `unreachable` where no answer came. */
  readonly code: string;
  /** Which settings are wrong, where the hub says so. */
  readonly problems: readonly { path: string; message: string }[];
  /** When it may be tried again. */
  readonly retryAfterSeconds: number | null;

  constructor(status: number, body: ProblemBody, retryAfterSeconds: number | null) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? 'unknown';
    this.problems = body.problems ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface ProblemBody {
  code?: string;
  title?: string;
  detail?: string;
  problems?: { path: string; message: string }[];
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, with its query. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const timeoutMs = 30_000;
let onSignedOut: () => void = () => {};

/** Called when the hub does not know the session any more. */
export function whenSignedOut(then: () => void): void {
  onSignedOut = then;
}

/**
 * Calls the hub's API. Answers the body's JSON, undefined where there is none.
 *
 * @throws Refusal with the hub's own words; `unreachable` where no answer came within 30 s
 */
export async function call<Answer>(wanted: Call): Promise<Answer> {
  noteRequest(wanted);
  const response = await send(wanted);
  learnHubTime(response.headers.get('date'));
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? await response.json() : undefined;
  if (response.ok) return body as Answer;
  const refusal = new Refusal(response.status, (body ?? {}) as ProblemBody, secondsOf(response));
  if (refusal.code === 'unauthorized') onSignedOut();
  throw refusal;
}

export const get = <Answer>(path: string) => call<Answer>({ method: 'GET', path });
export const post = <Answer>(path: string, body?: unknown) => call<Answer>({ method: 'POST', path, body });
export const put = <Answer>(path: string, body?: unknown) => call<Answer>({ method: 'PUT', path, body });
export const patch = <Answer>(path: string, body?: unknown) => call<Answer>({ method: 'PATCH', path, body });
export const remove = (path: string) => call<undefined>({ method: 'DELETE', path });

/** A query from what is set; empty where nothing is. */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`;
}

async function send({ method, path, body, headers = {} }: Call): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw Object.assign(new Refusal(0, { code: 'unreachable' }, null), { cause });
  }
}

function secondsOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
