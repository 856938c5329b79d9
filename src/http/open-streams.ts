import type { ServerResponse } from 'node:http';
import { KeypigeonError } from '../domain/errors.ts';

/** Each stream costs a socket and a read for each change. */
const mostStreams = 200;

/** The open streams of one kind: so many and no more, and all of them end with the server. */
export class OpenStreams {
  readonly #open = new Set<{ end(): void }>();

  /** Throws KeypigeonError `rate-limited` where there are too many. */
  makeRoom(): void {
    if (this.#open.size >= mostStreams)
      throw new KeypigeonError('rate-limited', `Expected at most ${mostStreams} open streams of events.`);
  }

  add(stream: { end(): void }, response: ServerResponse): void {
    this.#open.add(stream);
    response.once('close', () => {
      stream.end();
      this.#open.delete(stream);
    });
  }

  close(): void {
    for (const stream of this.#open) stream.end();
  }
}
