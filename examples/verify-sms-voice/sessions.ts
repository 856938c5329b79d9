import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Verification } from './hub.ts';
import type { Person } from './people.ts';

/** `pending`: the password was right, the code is still missing. Nobody is signed in by that. */
export interface Session {
  person?: Person;
  pending?: { person: Person; verification: Verification };
}

const usualMs = 3_600_000;

/** Sessions by a random cookie, in memory. */
export class Sessions {
  readonly #open = new Map<string, { session: Session; until: number }>();

  of(request: IncomingMessage): Session {
    const id = /(?:^|; )session=([\w-]{43})/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const found = this.#open.get(id);
    return found !== undefined && found.until > Date.now() ? found.session : {};
  }

  /** Another id for whoever goes one step further: nobody can hand somebody a session that they know. */
  start(request: IncomingMessage, response: ServerResponse, session: Session): void {
    const old = /(?:^|; )session=([\w-]{43})/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    this.#open.delete(old);
    for (const [known, { until }] of this.#open) if (until <= Date.now()) this.#open.delete(known);
    const id = randomBytes(32).toString('base64url');
    this.#open.set(id, { session, until: Date.now() + usualMs });
    // Lax: the browser comes back from the hosted page of another site. Behind HTTPS, add Secure.
    response.setHeader('set-cookie', `session=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${usualMs / 1000}`);
  }
}
