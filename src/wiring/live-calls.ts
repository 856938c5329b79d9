import type { CallAsk } from '../domain/call.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { LiveCalls as SourceCalls } from '../sources/source.ts';
import type { Actor } from '../store/audit.ts';
import { type AskingCall, endCall, liveCalls, noteAsk, settleCall, takeBackCall } from '../store/calls.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';

export interface LiveCallParts {
  database: Database;
  clock: Clock;
  ids: IdMaker;
  /** undefined: no such source, or none that is called. */
  callsOf(sourceId: string): SourceCalls | undefined;
  changed(): void;
}

/** Live calls that ask for a key: shown to whose line it is, and only their click sends one. */
export class LiveCalls {
  readonly #parts: LiveCallParts;

  constructor(parts: LiveCallParts) {
    this.#parts = parts;
  }

  async asks(source: { id: string; line: { id: string; ownerId: string } }, ask: CallAsk): Promise<void> {
    const { database, clock, ids, changed } = this.#parts;
    const owner = { lineId: source.line.id, ownerId: source.line.ownerId };
    await database.write(noteAsk, { ...ask, ...owner, id: ids(), sourceId: source.id, now: clock.now() });
    changed();
  }

  async ended(sourceId: string, call: string): Promise<void> {
    const { database, clock, changed } = this.#parts;
    if (await database.write(endCall, { sourceId, call, now: clock.now() })) changed();
  }

  /**
   * Answers what it asked for at this time. Throws KeypigeonError: `not-found` for what does not wait any more or is somebody
   * else's, `question-changed` where it asks for something else by now, `conflict` where the call is over.
   */
  press(viewer: Viewer, id: string, answer: { keys: string; askedAt: number }, actor: Actor): Promise<void> {
    const { keys, askedAt } = answer;
    return this.#decide({ viewer, id, askedAt, actor, state: 'pressed' }, (calls, call) => calls.press(call, keys));
  }

  /** Hangs up. Throws as `press` does. */
  refuse(viewer: Viewer, id: string, actor: Actor): Promise<void> {
    return this.#decide({ viewer, id, askedAt: null, actor, state: 'refused' }, (calls, call) => calls.hangUp(call));
  }

  /** Committed first, so that a second click at the same time finds nothing to do. */
  async #decide(
    wish: { viewer: Viewer; id: string; askedAt: number | null; actor: Actor; state: 'pressed' | 'refused' },
    act: (calls: SourceCalls, call: string) => Promise<void>,
  ): Promise<void> {
    const { database, clock, changed } = this.#parts;
    const call = await database.write(settleCall, { ...wish, now: clock.now() });
    if (call === undefined) throw await this.#whyNot(wish.viewer, wish.id);
    changed();
    try {
      await act(this.#callsOf(call), call.call);
    } catch (error) {
      const isOver = error instanceof KeypigeonError && error.code === 'not-found';
      await database.write(takeBackCall, { id: call.id, state: isOver ? 'ended' : 'asking', now: clock.now() });
      changed();
      throw isOver ? new KeypigeonError('conflict', error.message, { cause: error }) : error;
    }
  }

  async #whyNot(viewer: Viewer, id: string): Promise<KeypigeonError> {
    const calls = await liveCalls(this.#parts.database, viewer, this.#parts.clock.now());
    return calls.some((call) => call.id === id && call.state === 'asking')
      ? new KeypigeonError('question-changed', 'The call asks for something else since then; no key was pressed.')
      : new KeypigeonError('not-found', 'No call of yours with this id waits for a key.');
  }

  #callsOf({ sourceId }: AskingCall): SourceCalls {
    const calls = this.#parts.callsOf(sourceId);
    if (calls === undefined) throw new KeypigeonError('conflict', `The source ${sourceId} is not open now.`);
    return calls;
  }
}
