import { createHmac, type KeyObject } from 'node:crypto';
import type { DestinationSetting } from '../config/configuration.ts';
import { type AttemptResult, attempt } from '../delivery/attempt.ts';
import type { Outgoing } from '../destinations/destination.ts';
import { KeypigeonError } from '../domain/errors.ts';
import {
  type HeldAddress,
  maskAddress,
  movedText,
  type ProvenAddress,
  proofCodeMs,
  proofText,
} from '../domain/proof.ts';
import { mayLookAt } from '../domain/viewer.ts';
import type { Prover, SentProof } from '../http/api.ts';
import { recordAudit } from '../store/audit.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { beginProof, checkProof, endHeld, findSentTo, openHeld, sealHeld, withdrawProof } from '../store/proofs.ts';
import type { Clock } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import type { Logger } from '../support/logger.ts';
import { type RandomBytes, randomDigits } from '../support/random.ts';
import type { DestinationHost } from './destination-host.ts';
import { addressOf, type ProofRules } from './proof-states.ts';

export interface ProofParts extends ProofRules {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  ids: IdMaker;
  random: RandomBytes;
  log: Logger;
  destinations: Pick<DestinationHost, 'openAside'>;
  configuration(): CurrentConfiguration;
  /** Something was proven: routes and destinations are to follow. */
  changed(): Promise<void>;
}

/** A code or a notice waits for its line no longer than this. */
const sendLimitMs = 20_000;
const codeDigits = 6;
const hub = { kind: 'local', personId: null, address: null } as const;

/** Proof that whoever adds a phone or mailbox holds it: a code goes there, and they enter it. */
export class Proofs {
  readonly #parts: ProofParts;
  readonly #macKey: KeyObject;
  readonly #stop = new AbortController();
  readonly #telling = new Set<Promise<void>>();

  constructor(parts: ProofParts) {
    this.#parts = parts;
    this.#macKey = parts.keyring.derive('proof of destinations');
  }

  /**
   * Sends a code to the destination's address, in place of any other.
   *
   * @throws KeypigeonError `not-found`, `forbidden`, `conflict`, `rate-limited`
   */
  async send(prover: Prover, destinationId: string): Promise<SentProof> {
    const { database, keyring, clock, random } = this.#parts;
    const { setting, address } = this.#toProve(prover, destinationId);
    const code = randomDigits(random, codeDigits);
    const salt = Buffer.from(random(16)).toString('base64url');
    const { kind, owner, settings } = setting;
    const limitedBy = [`sent:${destinationId}`, `sent by:${owner}`, `sent to:${this.#mac(kind, address)}`];
    const args = {
      destinationId,
      limitedBy,
      codeMac: this.#macOfCode(destinationId, salt, code),
      salt,
      sentTo: sealHeld(keyring, destinationId, { kind, owner, address, settings }),
      actor: prover.actor,
      now: clock.now(),
    };
    const begun = await database.write(beginProof, args);
    if (!begun.begun) throw tooOften(begun.why, begun.until, clock.now());
    const result = await this.#sendAside(setting, proofText(code, prover.person?.name ?? ''), code);
    if (result.outcome === 'permanent' || result.outcome === 'temporary') {
      await database.write(withdrawProof, args);
      throw new KeypigeonError('conflict', `The code could not be sent: ${result.detail}.`);
    }
    return { sentTo: maskAddress(address), triesLeft: begun.triesLeft, againAt: begun.againAt };
  }

  /**
   * Compares with the code that was sent last.
   *
   * @throws KeypigeonError `code-wrong`, `rate-limited`, `not-found`, `forbidden`, `conflict`
   */
  async check(prover: Prover, destinationId: string, code: string): Promise<void> {
    const { database, keyring, clock } = this.#parts;
    const { setting, address } = this.#toProve(prover, destinationId);
    const sentTo = await findSentTo(database, destinationId);
    if (sentTo === null || !isFor(openHeld(keyring, destinationId, sentTo), setting, address)) throw noCode();
    const checked = await database.write(checkProof, {
      destinationId,
      personKey: `wrong:${setting.owner}`,
      macOf: (salt) => this.#macOfCode(destinationId, salt, code),
      actor: prover.actor,
      now: clock.now(),
    });
    if (checked.outcome === 'no-code') throw noCode();
    if (checked.outcome === 'no-tries') throw tooOften('no-tries', checked.until, clock.now());
    if (checked.outcome === 'wrong') throw wrongCode(checked.triesLeft);
    await this.#parts.changed();
  }

  /** Tells each address that was proven, and in whose place the destination now has another one; once. */
  tellOldAddresses(): void {
    const { log } = this.#parts;
    const configuration = this.#parts.configuration();
    for (const setting of configuration.destinations) {
      const held = configuration.held.get(setting.id);
      const address = addressOf(setting, configuration, this.#parts);
      if (held === undefined || address === null || isFor(held, setting, address)) continue;
      const telling = this.#tellOld(setting, held, configuration)
        .catch((error: unknown) => log.warn({ destination: setting.id, err: error }, 'an old address was not told'))
        .finally(() => this.#telling.delete(telling));
      this.#telling.add(telling);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('the hub is stopping'));
    await Promise.all(this.#telling);
  }

  async #tellOld(setting: DestinationSetting, held: ProvenAddress, { people }: CurrentConfiguration): Promise<void> {
    const { database, clock, log } = this.#parts;
    const destinationId = setting.id;
    if (!(await database.write(endHeld, { destinationId, provenAt: held.provenAt }))) return;
    const owner = people.find(({ id }) => id === held.owner)?.name ?? held.owner;
    const old = { ...setting, kind: held.kind, owner: held.owner, settings: held.settings };
    const result = await this.#sendAside(old, movedText(owner), null);
    const told = result.outcome === 'sent' || result.outcome === 'unknown';
    const action = told ? 'proof.old-address-told' : 'proof.old-address-not-told';
    await database.write(recordAudit, { actor: hub, action, subject: destinationId, now: clock.now() });
    if (!told) log.warn({ destination: destinationId, why: result.detail }, 'an old address could not be told');
  }

  /** What this person may and has to prove. */
  #toProve({ viewer, person }: Prover, destinationId: string): { setting: DestinationSetting; address: string } {
    const configuration = this.#parts.configuration();
    const setting = configuration.destinations.find(({ id }) => id === destinationId);
    if (setting === undefined || !mayLookAt(viewer, setting.owner))
      throw new KeypigeonError('not-found', 'There is no destination with this id.');
    if (person === undefined || person.id !== setting.owner)
      throw new KeypigeonError('forbidden', 'Expected the person whose destination it is: nobody proves for another.');
    if (configuration.proofs.get(destinationId) !== 'needed')
      throw new KeypigeonError('conflict', 'There is nothing to prove: this destination is in use.');
    const address = addressOf(setting, configuration, this.#parts) ?? null;
    if (address === null || !setting.enabled)
      throw new KeypigeonError('conflict', 'No code can be sent: the destination is off, or its address is none.');
    return { setting, address };
  }

  async #sendAside(setting: DestinationSetting, text: string, code: string | null): Promise<AttemptResult> {
    const { clock, destinations } = this.#parts;
    try {
      const { destination, close } = await destinations.openAside(setting);
      const limitMs = Math.min(destination.limitMs?.() ?? sendLimitMs, sendLimitMs);
      return await attempt(destination, this.#outgoing(text, code), {
        clock,
        repeatable: false,
        stop: this.#stop.signal,
        limitMs,
      }).finally(close);
    } catch (error) {
      return { outcome: 'permanent', detail: error instanceof Error ? error.message : String(error), gone: false };
    }
  }

  #outgoing(text: string, code: string | null): Outgoing {
    const { clock, ids, configuration } = this.#parts;
    const now = clock.now();
    const [line] = configuration().lines;
    return {
      deliveryId: ids(),
      messageId: ids(),
      revision: 1,
      show: 'full',
      line: { id: line?.id ?? 'hub', number: line?.number ?? null },
      sender: 'Keypigeon',
      event: null,
      text,
      code,
      service: 'Keypigeon',
      domain: null,
      receivedAt: now,
      sentAt: now,
      sentAtLocal: null,
      expiresAt: code === null ? null : now + proofCodeMs,
      deliverUntil: now + proofCodeMs,
      sources: [],
      route: null,
      rendered: text,
      test: false,
    };
  }

  #macOfCode(destinationId: string, salt: string, code: string): string {
    return this.#mac('code', destinationId, salt, code);
  }

  #mac(...parts: string[]): string {
    return createHmac('sha256', this.#macKey).update(JSON.stringify(parts)).digest('base64url');
  }
}

function isFor(held: HeldAddress, { kind, owner }: DestinationSetting, address: string | undefined): boolean {
  return held.kind === kind && held.owner === owner && held.address === address;
}

function noCode(): KeypigeonError {
  return new KeypigeonError('conflict', 'There is no code that is good for this address: send one.');
}

function wrongCode(triesLeft: number): KeypigeonError {
  const left = triesLeft === 1 ? '1 try is' : `${triesLeft} tries are`;
  return new KeypigeonError('code-wrong', `The code is not right; ${left} left.`);
}

function tooOften(why: 'too-soon' | 'no-tries', until: number, now: number): KeypigeonError {
  const retryAfterSeconds = Math.max(1, Math.ceil((until - now) / 1000));
  const what = why === 'too-soon' ? 'Too many codes were sent' : 'Too many wrong codes were entered';
  return new KeypigeonError('rate-limited', `${what}; come again in ${waitOf(retryAfterSeconds)}.`, {
    retryAfterSeconds,
  });
}

function waitOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
