import type { ServedHub } from './served-hub.ts';

export interface CallAnswer {
  status: number;
  etag: string | null;
  /** Whatever the API answered; a test says what it reads by comparing it. */
  body: ReturnType<typeof JSON.parse>;
  text: string;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<CallAnswer>;

/** Calls the API of a hub as the administrator, or with another token. */
export function apiCaller(served: ServedHub, token = served.token): Call {
  return async (method, path, body, headers = {}) => {
    const answer = await served.api(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      body: text === '' ? null : JSON.parse(text),
      text,
    };
  };
}
