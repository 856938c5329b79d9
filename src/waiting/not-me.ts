import { createHmac, type KeyObject } from 'node:crypto';
import { accountOf, attackAdvice, attackText } from '../domain/attack.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { Line } from '../domain/line.ts';
import type { InboundMessage, ReceiveReceipt } from '../domain/message.ts';
import { administrator, type Viewer } from '../domain/viewer.ts';
import { markAttack, takeBackAttack } from '../store/attacks.ts';
import type { Actor } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { getMessage, type SeenMessage } from '../store/messages.ts';
import type { Clock } from '../support/clock.ts';

export interface NotMeParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  /** Makes the keys of events. */
  fingerprintKey: KeyObject;
  receive(source: { id: string; line: Line }, inbound: InboundMessage): Promise<ReceiveReceipt>;
  lines(): Omit<Line & { owner: string }, 'ownerId'>[];
  changed(): void;
}

/** "This wasn't me": somebody got a code that they had not asked for. */
export class NotMe {
  readonly #parts: NotMeParts;

  constructor(parts: NotMeParts) {
    this.#parts = parts;
  }

  /**
   * Marks the account and tells of it by the one door, once for each message; resolves to what to do. Throws
   * KeypigeonError: `not-found` for a message that this viewer does not see, `conflict` for one about no account.
   */
  async say(viewer: Viewer, messageId: string, actor: Actor): Promise<readonly string[]> {
    const { database, keyring, clock, changed } = this.#parts;
    const seen = await getMessage(database, keyring, viewer, messageId);
    if (seen === undefined || seen.view === 'hidden') throw noMessage();
    if (seen.kind === null)
      throw new KeypigeonError('conflict', 'This text is about no account: there is nothing that somebody asked for.');
    const personId = viewer.kind === 'person' ? viewer.personId : null;
    const whole = (await getMessage(database, keyring, administrator, messageId)) ?? seen;
    const message = { ...whole, service: tellable(whole) };
    await database.write(markAttack, { account: accountOf(whole), message, personId, actor, now: clock.now() });
    await this.#tell(message);
    changed();
    return attackAdvice;
  }

  /** Throws KeypigeonError `not-found` where nothing is marked that this viewer may take back. */
  async takeBack(viewer: Viewer, messageId: string, actor: Actor): Promise<void> {
    const { database, clock, changed } = this.#parts;
    if (!(await database.write(takeBackAttack, { messageId, viewer, actor, now: clock.now() })))
      throw new KeypigeonError('not-found', 'There is nothing to take back: you did not say so of this message.');
    changed();
  }

  /** The same key each time, so that the door takes it once. */
  async #tell(message: SeenMessage): Promise<void> {
    const { fingerprintKey, receive } = this.#parts;
    const key = createHmac('sha256', fingerprintKey).update(`not-me ${message.id}`).digest('base64url');
    await receive(
      { id: message.sources[0] ?? 'keypigeon', line: this.#lineOf(message) },
      { transportKey: key, sender: 'Keypigeon', text: attackText(message), event: 'not-me' },
    );
  }

  #lineOf({ lineId, ownerId }: SeenMessage): Line {
    const line = this.#parts.lines().find(({ id, owner }) => id === lineId && owner === ownerId);
    return { id: lineId, number: line?.number ?? null, ownerId, unmatched: line?.unmatched ?? null };
  }
}

/** A sender that writes the code where its name is expected must not bring it into the event. */
function tellable({ service, code, text }: SeenMessage): string | null {
  if (service === null) return null;
  const isCode = code !== null && service.includes(code);
  const isUnsure = code === null && text === null && /\d{4}/.test(service);
  return isCode || isUnsure ? null : service.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function noMessage(): KeypigeonError {
  return new KeypigeonError('not-found', 'There is no message with this id.');
}
