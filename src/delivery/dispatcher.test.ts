import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openTestStore, type TestStore } from '../../test/helpers/databases.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { createManualClock, type ManualClock } from '../../test/helpers/manual-clock.ts';
import type { Destination, DestinationReceipt, Outgoing } from '../destinations/destination.ts';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { administrator } from '../domain/viewer.ts';
import { commitMessage } from '../store/commit-message.ts';
import { command } from '../store/database.ts';
import { getDelivery, listDeliveries } from '../store/deliveries.ts';
import { markSending } from '../store/outbox.ts';
import { createIdMaker } from '../support/ids.ts';
import { silentLogger } from '../support/logger.ts';
import { systemRandom } from '../support/random.ts';
import { Dispatcher } from './dispatcher.ts';
import { Inquiry } from './inquiry.ts';
import type { DeliveryItem } from './item.ts';

const start = 1_800_000_000_000;

/** A destination whose answers the test gives. */
class ScriptedDestination implements Destination {
  sent: Outgoing[] = [];
  answer: (outgoing: Outgoing, signal: AbortSignal, leaving?: () => Promise<void>) => Promise<DestinationReceipt> =
    async () => ({});
  find: NonNullable<Destination['find']> = async () => null;
  send(outgoing: Outgoing, signal: AbortSignal, leaving?: () => Promise<void>): Promise<DestinationReceipt> {
    this.sent.push(outgoing);
    return this.answer(outgoing, signal, leaving);
  }
  health() {
    return { state: 'ok' as const, detail: 'scripted', since: 0 };
  }
  async close() {}
}

describe('dispatcher', () => {
  let store: TestStore;
  let clock: ManualClock;
  let dispatcher: Dispatcher;
  let inquiry: Inquiry;
  let gone: string[];
  let onGone: (id: string) => Promise<void>;
  /** How long the store takes for an announcement. */
  let heldUpMs: number;
  /** How long the store takes for an outcome. */
  let storedInMs = 0;
  let ids: () => string;

  beforeEach(async () => {
    store = await openTestStore();
    clock = createManualClock(start);
    ids = createIdMaker(clock, systemRandom);
    gone = [];
    onGone = async (id) => void gone.push(id);
    heldUpMs = 0;
    storedInMs = 0;
    dispatcher = newDispatcher('node-1');
  });
  afterEach(async () => {
    const closing = dispatcher.close();
    clock.advance(20_000);
    await closing;
    inquiry.close();
    await store.dispose();
  });

  function newDispatcher(nodeId: string): Dispatcher {
    inquiry = new Inquiry({
      database: store.database,
      clock,
      log: silentLogger,
      nodeId,
      resend: (item) => made.enqueue([item]),
      onResolved: () => undefined,
    });
    const made: Dispatcher = new Dispatcher({
      database: store.database,
      keyring: store.keyring,
      clock,
      random: () => 0,
      nodeId,
      log: silentLogger,
      lineOf: (id) => ({ id, number: null }),
      inquiry,
      onStep: (step) => {
        if (step === 'announced') clock.advance(heldUpMs);
        if (step === 'recorded') clock.advance(storedInMs);
      },
      onGone: (id) => onGone(id),
      onOutcome: () => undefined,
    });
    return made;
  }

  function addTarget(
    id: string,
    options: { repeatable?: boolean; waits?: boolean; concurrency?: number } = {},
  ): ScriptedDestination {
    const destination = new ScriptedDestination();
    const kind = { repeatable: true, concurrency: 4, ...options };
    dispatcher.addTarget({ id, kind, destination, show: 'full', template: null });
    return destination;
  }

  /** Commits a message for these destinations and hands it over, as `receive()` does. */
  async function message(destinations: string[], text = 'Your code is 123456', priority = 0, enqueue = true) {
    const id = ids();
    const seal = (column: string, value: string) => store.keyring.seal(value, { table: 'messages', column, rowId: id });
    const now = clock.now();
    const rows = destinations.map((destinationId) => ({
      id: ids(),
      message_id: id,
      message_revision: 1,
      destination_id: destinationId,
      owner_id: 'ann',
      route: null,
      state: 'pending',
      reason: null,
      priority,
      attempts: 0,
      node_id: 'node-1',
      created_at: now,
      first_attempt_at: null,
      next_attempt_at: now,
      deliver_until: now + 600_000,
      settled_at: null,
      receipt: null,
      show: null,
    }));
    await store.database.write(commitMessage, {
      message: {
        id,
        owner_id: 'ann',
        line_id: 'burner',
        sender: '+15550100004',
        text: seal('text', text),
        code: null,
        kind: null,
        has_code: 0,
        service: null,
        domain: null,
        embedded_domain: null,
        confidence: 0,
        received_at: now,
        sent_at: null,
        sent_at_local: null,
        sent_at_is_network: 0,
        expires_at: null,
        deliver_until: now + 600_000,
        purge_at: now + 900_000,
        purged_at: null,
        backlog: 0,
        incomplete: 0,
        event: null,
        revision: 1,
        content_key: null,
        waited_by: null,
      },
      sourceId: 'stick',
      transportKey: id,
      revises: false,
      parts: [],
      trace: { routes: [], fallback: 'owner', destinations: [] },
      deliveries: rows,
      awaited: null,
    });
    const items = rows.map(
      (row): DeliveryItem => ({
        id: row.id,
        messageId: id,
        messageRevision: 1,
        destinationId: row.destination_id,
        ownerId: 'ann',
        route: null,
        priority,
        attempts: 0,
        firstAttemptAt: null,
        nextAttemptAt: now,
        deliverUntil: now + 600_000,
        show: null,
        lineId: 'burner',
        message: {
          id,
          revision: 1,
          sender: '+15550100004',
          text,
          code: null,
          kind: null,
          service: null,
          domain: null,
          receivedAt: now,
          sentAt: null,
          sentAtLocal: null,
          event: null,
          expiresAt: null,
          deliverUntil: now + 600_000,
          sources: ['stick'],
        },
      }),
    );
    if (enqueue) dispatcher.enqueue(items);
    return { id, items, deliveries: rows.map((row) => row.id) };
  }

  const stateOf = async (id: string) => (await getDelivery(store.database, administrator, id))?.state;

  async function settles(id: string, state: string): Promise<void> {
    let seen: string | undefined;
    for (let look = 0; look < 2_000; look++) {
      seen = await stateOf(id);
      if (seen === state) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(seen, state);
  }

  it('sends to every destination, and a hanging one holds up only itself', async () => {
    const hanging = addTarget('hanging');
    hanging.answer = (_outgoing, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    addTarget('quick');
    const { deliveries } = await message(['hanging', 'quick']);
    await settles(deliveries[1] ?? '', 'sent');
    assert.equal(await stateOf(deliveries[0] ?? ''), 'pending');
    clock.advance(10_000);
    await eventually(() => hanging.sent.length === 1, 'one try');
  });

  it('leaves an adapter that ignores its signal behind', async () => {
    const deaf = addTarget('deaf', { concurrency: 1 });
    deaf.answer = () => new Promise(() => undefined);
    const first = await message(['deaf']);
    await eventually(() => deaf.sent.length === 1, 'first try');
    deaf.answer = async () => ({});
    clock.advance(10_000);
    clock.advance(500);
    await eventually(() => dispatcher.depths()[0]?.running === 0, 'slot is free');
    // The outcome of the first try may be stored after the slot is free: the second one is due some time after that.
    for (let look = 0; look < 2_000 && deaf.sent.length < 2; look++) {
      clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await settles(first.deliveries[0] ?? '', 'sent');
  });

  it('tries again at the times of the plan and records each try', async () => {
    const flaky = addTarget('flaky');
    flaky.answer = async () => {
      if (flaky.sent.length < 3) throw new TemporaryDeliveryError('the other side is away');
      return { receipt: 'SM1' };
    };
    const { deliveries } = await message(['flaky']);
    await eventually(() => flaky.sent.length === 1, 'first try');
    await eventually(() => clock.isPlanned(1_000), 'recorded');
    clock.advance(1_000);
    await eventually(() => flaky.sent.length === 2, 'second try');
    await eventually(() => clock.isPlanned(2_000), 'recorded');
    clock.advance(2_000);
    await settles(deliveries[0] ?? '', 'sent');
    const delivery = await getDelivery(store.database, administrator, deliveries[0] ?? '');
    assert.deepEqual(
      delivery?.tries.map((one) => one.outcome),
      ['temporary', 'temporary', 'sent'],
    );
    assert.equal(delivery?.receipt, 'SM1');
    assert.equal(new Set(flaky.sent.map((outgoing) => outgoing.deliveryId)).size, 1);
  });

  it('tries again at once what was due while a slow disk took the outcome of the last try', async () => {
    storedInMs = 5_000;
    const flaky = addTarget('flaky');
    flaky.answer = async () => {
      if (flaky.sent.length < 3) throw new TemporaryDeliveryError('the other side is away');
      return {};
    };
    const { deliveries } = await message(['flaky']);
    await settles(deliveries[0] ?? '', 'sent');
    assert.equal(flaky.sent.length, 3);
  });

  it('fails at once what is refused for good, and reports a destination that is gone', async () => {
    const refused = addTarget('refused');
    refused.answer = async () => {
      throw new PermanentDeliveryError('404: no such hook', { gone: true });
    };
    const { deliveries } = await message(['refused']);
    await settles(deliveries[0] ?? '', 'failed');
    await eventually(() => gone.includes('refused'), 'told');
  });

  it('expires visibly what does not arrive within its lifetime', async () => {
    const away = addTarget('away');
    away.answer = async () => {
      throw new TemporaryDeliveryError('away');
    };
    const { deliveries } = await message(['away']);
    for (let second = 0; second < 2_000 && (await stateOf(deliveries[0] ?? '')) !== 'expired'; second++) {
      clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await settles(deliveries[0] ?? '', 'expired');
  });

  it('sends codes before ordinary texts, and each in the order of arrival', async () => {
    const slow = addTarget('slow', { concurrency: 1 });
    let release: () => void = () => undefined;
    slow.answer = () =>
      new Promise((resolve) => {
        release = () => resolve({});
      });
    await message(['slow'], 'first');
    await message(['slow'], 'text', 1);
    await message(['slow'], 'code one');
    await message(['slow'], 'code two');
    for (let count = 1; count <= 4; count++) {
      await eventually(() => slow.sent.length === count, `send ${count}`);
      release();
    }
    assert.deepEqual(
      slow.sent.map((outgoing) => outgoing.text),
      ['first', 'code one', 'code two', 'text'],
    );
  });

  it('says how late a late one is', async () => {
    const late = addTarget('late');
    late.answer = async () => {
      if (late.sent.length === 1) throw new TemporaryDeliveryError('away', { retryAfterMs: 180_000 });
      return {};
    };
    const { deliveries } = await message(['late']);
    await eventually(() => late.sent.length === 1, 'first try');
    await eventually(() => dispatcher.depths()[0]?.running === 0, 'recorded');
    clock.advance(180_000);
    await settles(deliveries[0] ?? '', 'sent');
    assert.match(late.sent[1]?.rendered ?? '', /\(3 min late\)/);
  });

  it('takes over after a crash: pending goes out at once, what was on its way is unknown', async () => {
    const pending = await message(['phone'], 'pending', 0, false);
    const onItsWay = await message(['sms'], 'on its way', 0, false);
    await store.database.write(markSending, { id: onItsWay.deliveries[0] ?? '', nodeId: 'node-1', now: clock.now() });
    dispatcher = newDispatcher('node-2');
    const phone = addTarget('phone');
    const sms = addTarget('sms', { repeatable: false });
    await dispatcher.start();
    await settles(pending.deliveries[0] ?? '', 'sent');
    await settles(onItsWay.deliveries[0] ?? '', 'unknown');
    assert.equal(phone.sent.length, 1);
    assert.equal(sms.sent.length, 0);
  });

  it('asks about an unknown outcome and believes the answer', async () => {
    for (const [answer, expected] of [
      [{ receipt: 'SM9' }, 'sent'],
      ['not sent', 'sent'],
      [null, 'unknown'],
    ] as const) {
      const id = `sms-${String(expected)}-${typeof answer}`;
      const sms = addTarget(id, { repeatable: false });
      sms.find = async () => answer;
      sms.answer = async () => {
        if (sms.sent.length === 1) throw new UnknownOutcomeError('no answer');
        return {};
      };
      const { deliveries } = await message([id]);
      await settles(deliveries[0] ?? '', 'unknown');
      await eventually(() => clock.isPlanned(15_000), 'it is to be asked about');
      clock.advance(15_000);
      await settles(deliveries[0] ?? '', expected);
      assert.equal(sms.sent.length, answer === 'not sent' ? 2 : 1);
    }
  });

  it('keeps what does not fit in memory in the store, and sends all of it', async () => {
    const slow = addTarget('bulk', { concurrency: 8 });
    let open = false;
    const held: (() => void)[] = [];
    slow.answer = () => (open ? Promise.resolve({}) : new Promise((resolve) => held.push(() => resolve({}))));
    const ids: string[] = [];
    for (let count = 0; count < 1_500; count += 50) {
      const batch = await Promise.all(Array.from({ length: 50 }, () => message(['bulk'])));
      ids.push(...batch.flatMap((one) => one.deliveries));
    }
    assert.ok((dispatcher.depths()[0]?.held ?? 0) <= 1_000);
    open = true;
    for (const release of held) release();
    await eventually(() => new Set(slow.sent.map((outgoing) => outgoing.deliveryId)).size === ids.length, 'all sent');
    await eventually(() => dispatcher.depths()[0]?.held === 0, 'all settled');
    assert.equal((await listDeliveries(store.database, administrator, { state: 'pending', limit: 500 })).length, 0);
    assert.equal(slow.sent.length, ids.length);
  });

  it('lets a new code through while thousands wait for a destination that is away', async () => {
    const away = addTarget('away', { concurrency: 4 });
    away.answer = async () => {
      throw new TemporaryDeliveryError('away', { retryAfterMs: 60_000 });
    };
    for (let count = 0; count < 1_300; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => message(['away'], 'text', 1)));
    }
    await eventually(() => new Set(away.sent.map((one) => one.deliveryId)).size === 1_300, 'each tried once');
    away.answer = async () => ({});
    const code = await message(['away']);
    await settles(code.deliveries[0] ?? '', 'sent');
  });

  it('closes the lane of a destination that is gone, although the news comes from one of its tries', async () => {
    const refused = addTarget('refused');
    refused.answer = async () => {
      throw new PermanentDeliveryError('404: no such hook', { gone: true });
    };
    let closed = false;
    onGone = async (id) => {
      await dispatcher.removeTarget(id);
      closed = true;
    };
    await message(['refused']);
    await eventually(() => closed, 'lane closed');
  });

  it('goes on when a destination that is gone cannot be turned off', async () => {
    const refused = addTarget('refused');
    refused.answer = async () => {
      throw new PermanentDeliveryError('410: gone', { gone: true });
    };
    onGone = () => Promise.reject(new Error('the store is away'));
    const { deliveries } = await message(['refused']);
    await settles(deliveries[0] ?? '', 'failed');
    await eventually(() => dispatcher.depths()[0]?.running === 0, 'ended');
  });

  it('does not start what was canceled while it waited, for a slot or for its time', async () => {
    const slow = addTarget('slow', { concurrency: 1 });
    let release: () => void = () => undefined;
    slow.answer = () => new Promise((resolve) => (release = () => resolve({})));
    await message(['slow'], 'first');
    const waiting = await message(['slow'], 'canceled');
    await message(['slow'], 'last');
    const away = addTarget('away');
    away.answer = async () => {
      throw new TemporaryDeliveryError('away');
    };
    const later = await message(['away']);
    await eventually(() => away.sent.length === 1 && dispatcher.depths()[1]?.running === 0, 'recorded');
    dispatcher.drop([
      { id: waiting.deliveries[0] ?? '', destinationId: 'slow' },
      { id: later.deliveries[0] ?? '', destinationId: 'away' },
    ]);
    release();
    await eventually(() => slow.sent.length === 2, 'second send');
    release();
    clock.advance(10_000);
    await eventually(() => dispatcher.depths().every((one) => one.held === 0), 'nothing is held');
    assert.deepEqual(
      slow.sent.map((outgoing) => outgoing.text),
      ['first', 'last'],
    );
    assert.equal(away.sent.length, 1);
  });

  it('sends nothing that must not be repeated once it is another node’s, or settled, which only the store knows', async () => {
    const direct = addTarget('direct', { repeatable: false });
    const waits = addTarget('waits', { repeatable: false, waits: true });
    let left = 0;
    waits.answer = async (_outgoing, _signal, leaving) => {
      await leaving?.();
      left++;
      return {};
    };
    const { items, deliveries } = await message(['direct', 'waits'], 'Your code is 123456', 0, false);
    await store.database.write(
      command('changedElsewhere', async (trx) => {
        await trx
          .updateTable('deliveries')
          .set({ state: 'canceled' })
          .where('id', '=', deliveries[0] ?? '')
          .execute();
        await trx
          .updateTable('deliveries')
          .set({ node_id: 'other' })
          .where('id', '=', deliveries[1] ?? '')
          .execute();
      }),
      undefined,
    );
    dispatcher.enqueue(items);
    await eventually(() => dispatcher.depths().every((one) => one.held === 0), 'nothing is held');
    assert.deepEqual([direct.sent.length, left], [0, 0]);
    assert.deepEqual(await Promise.all(deliveries.map(stateOf)), ['canceled', 'pending']);
  });

  it('sends nothing that must not be repeated when its announcement was held up', async () => {
    const sms = addTarget('sms', { repeatable: false });
    heldUpMs = 20_000;
    const { deliveries } = await message(['sms']);
    await eventually(() => dispatcher.depths()[0]?.running === 0, 'ended');
    assert.equal(sms.sent.length, 0);
    assert.equal(await stateOf(deliveries[0] ?? ''), 'pending');
    heldUpMs = 0;
    clock.advance(1_000);
    await settles(deliveries[0] ?? '', 'sent');
    assert.equal(sms.sent.length, 1);
  });

  it('announces what waits for its turn only when it leaves, and gives it the time of the destination then', async () => {
    const sms = addTarget('sms', { repeatable: false, waits: true });
    const turn = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<DestinationReceipt>();
    let hasLeft = false;
    Object.assign(sms, { limitMs: () => 60_000 });
    sms.answer = async (_outgoing, _signal, leaving) => {
      await turn.promise;
      await leaving?.();
      hasLeft = true;
      return answer.promise;
    };
    const { deliveries } = await message(['sms']);
    await eventually(() => sms.sent.length === 1, 'it waits');
    clock.advance(30_000);
    assert.equal(await stateOf(deliveries[0] ?? ''), 'pending');
    turn.resolve();
    await eventually(() => hasLeft, 'it leaves');
    assert.equal(await stateOf(deliveries[0] ?? ''), 'sending');
    clock.advance(30_000);
    answer.resolve({ receipt: 'late' });
    await settles(deliveries[0] ?? '', 'sent');
  });

  it('leaves what waits pending when its destination closes, and what has left to its end', async () => {
    const sms = addTarget('sms', { repeatable: false, waits: true });
    const answer = Promise.withResolvers<DestinationReceipt>();
    sms.answer = async (_outgoing, signal, leaving) => {
      if (sms.sent.length === 1) {
        await leaving?.();
        return answer.promise;
      }
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new TemporaryDeliveryError('its turn had not come')));
      });
    };
    const first = await message(['sms']);
    await settles(first.deliveries[0] ?? '', 'sending');
    const second = await message(['sms']);
    await eventually(() => sms.sent.length === 2, 'both are under way');
    const closed = dispatcher.removeTarget('sms');
    await new Promise((resolve) => setImmediate(resolve));
    answer.resolve({});
    await closed;
    assert.equal(await stateOf(first.deliveries[0] ?? ''), 'sent');
    assert.equal(await stateOf(second.deliveries[0] ?? ''), 'pending');
    assert.deepEqual((await getDelivery(store.database, administrator, second.deliveries[0] ?? ''))?.tries, []);
  });

  it('keeps the order of arrival also while more wait than memory holds, and codes before texts', async () => {
    const slow = addTarget('bulk', { concurrency: 1 });
    const held: (() => void)[] = [];
    let open = false;
    slow.answer = () => (open ? Promise.resolve({}) : new Promise((resolve) => held.push(() => resolve({}))));
    const send = async (count: number, name: string, priority: number) => {
      for (let at = 0; at < count; at += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, of) => message(['bulk'], `${name} ${at + of}`, priority)));
      }
    };
    await send(1_100, 'text', 1);
    const until = async (count: number) => {
      while (slow.sent.length < count) {
        held.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    // Room in memory again, while the oldest of the rest is still in the store.
    await until(400);
    await send(50, 'late text', 1);
    await send(50, 'code', 0);
    open = true;
    for (const release of held) release();
    await eventually(() => slow.sent.length === 1_200, 'all sent');
    const words = slow.sent.map((outgoing) => outgoing.text ?? '');
    const texts = words.filter((text) => text.startsWith('text'));
    assert.deepEqual(
      texts,
      Array.from({ length: 1_100 }, (_, at) => `text ${at}`),
    );
    assert.ok(
      words.slice(-50).every((text) => text.startsWith('late text')),
      'the latest go last',
    );
    const codes = words.flatMap((text, at) => (text.startsWith('code') ? [at] : []));
    assert.ok(
      codes.every((at) => at < 460),
      'codes did not wait behind texts',
    );
  });

  it('sends what can be read back when a row among it does not open', async () => {
    const broken = await message(['phone'], 'broken', 0, false);
    const whole = await message(['phone'], 'whole', 0, false);
    await store.database.write(
      command('break', async (trx) => {
        await trx.updateTable('messages').set({ text: 'k1.AAAA' }).where('id', '=', broken.id).execute();
      }),
      undefined,
    );
    dispatcher = newDispatcher('node-2');
    const phone = addTarget('phone');
    await dispatcher.start();
    await settles(whole.deliveries[0] ?? '', 'sent');
    assert.equal(phone.sent.length, 1);
  });
});
