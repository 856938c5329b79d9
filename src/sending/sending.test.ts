import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { openTestStore, startPostgres, type TestStore } from '../../test/helpers/databases.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { createFastClock } from '../../test/helpers/fast-clock.ts';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { SentTextState } from '../domain/sent-text.ts';
import { administrator } from '../domain/viewer.ts';
import type { OutgoingText, TextSender } from '../sources/source.ts';
import type { Database } from '../store/database.ts';
import { getText } from '../store/texts.ts';
import { createIdMaker } from '../support/ids.ts';
import { silentLogger } from '../support/logger.ts';
import { systemRandom } from '../support/random.ts';
import { Sending } from './sending.ts';

/** A minute passes in 0.3 s. */
const clock = createFastClock(200);
const phone = '+15550100003';
const never = new AbortController().signal;

interface FakeSender extends TextSender {
  sent: OutgoingText[];
  /** What the next texts meet, in order; then they are taken. */
  troubles: Error[];
  found: { receipt: string } | 'not sent' | null;
  /** Resolves before a text is taken. */
  gate: Promise<void>;
}

function createSender(name: string, paceMs = 0): FakeSender {
  const sender: FakeSender = {
    sent: [],
    troubles: [],
    found: null,
    gate: Promise.resolve(),
    paceMs,
    timeoutMs: 60_000,
    async send(text) {
      await sender.gate;
      const trouble = sender.troubles.shift();
      if (trouble !== undefined) throw trouble;
      sender.sent.push(text);
      return { receipt: `${name}-${sender.sent.length}` };
    },
    find: async () => sender.found,
  };
  return sender;
}

const postgres = await startPostgres();
after(() => postgres.stop());

for (const dialect of ['sqlite', 'postgres'] as const)
  describe(`sending on ${dialect}`, () => {
    let store: TestStore;
    let office: FakeSender;
    let spare: FakeSender;
    let sending: Sending;
    const opened: Sending[] = [];
    const told: string[] = [];
    const left: unknown[] = [];
    let firstId = 'first';

    beforeEach(async () => {
      store = await openTestStore(dialect === 'postgres' ? await postgres.create() : null);
      office = createSender('office');
      spare = createSender('spare');
      told.length = 0;
      left.length = 0;
      firstId = 'first';
      sending = await open('node-1');
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
      await store.dispose();
    });

    async function open(nodeId: string, database = store.database): Promise<Sending> {
      const one = new Sending({
        database,
        keyring: store.keyring,
        clock,
        ids: createIdMaker(clock, systemRandom),
        random: () => 0,
        nodeId,
        log: silentLogger,
        settings: () => ({
          lines: [
            {
              id: 'office',
              number: '+15550100002',
              owner: 'ann',
              unmatched: null,
              sending: { everySeconds: null, perDay: 10 },
            },
          ],
          defaultRegion: 'US',
        }),
        sendersOf: () => [
          { sourceId: firstId, sender: office },
          { sourceId: 'second', sender: spare },
        ],
        changed: () => undefined,
        onLeft: ({ lineId, to, text, appId }) => void left.push([lineId, to, text, appId]),
      });
      one.onChanged(({ text }) => void told.push(text.state));
      opened.push(one);
      await one.start();
      return one;
    }

    const take = (text: string, sendWithinMs = 3_600_000) =>
      sending.take(administrator, { lines: ['office'], to: phone, text, sendWithinMs });

    /** The store, as it is where commits of this state do not come through while `away`. */
    function losing(state: SentTextState, trouble: { away: number }): Database {
      const write: Database['write'] = (command, args) => {
        const lost = (args as { state?: string }).state === state && trouble.away-- > 0;
        return lost ? Promise.reject(new Error('the store is away')) : store.database.write(command, args);
      };
      return { ...store.database, write };
    }

    async function settled(id: string) {
      for (let look = 0; look < 2_000; look++) {
        const text = await getText(store.database, store.keyring, administrator, id);
        if (text?.state === 'sent' || text?.state === 'failed') return text;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return assert.fail('the text did not end');
    }

    async function becomes(id: string, state: SentTextState) {
      for (let look = 0; look < 2_000; look++) {
        const text = await getText(store.database, store.keyring, administrator, id);
        if (text?.state === state) return text;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return assert.fail(`the text did not become ${state}; it went ${told.join(', ')}`);
    }

    it('takes the next source of the line where the first one surely did not send', async () => {
      office.troubles.push(new TemporaryDeliveryError('the stick is busy'));
      const { id } = await take('Ding');
      const text = await becomes(id, 'sent');
      assert.equal(text.receipt, 'spare-1');
      assert.equal(office.sent.length, 0);
    });

    it('takes no other source where the first one may have sent', async () => {
      office.troubles.push(new UnknownOutcomeError('no answer'));
      const { id } = await take('Ding');
      assert.equal((await becomes(id, 'unknown')).reason, 'no answer');
      assert.equal(spare.sent.length, 0);
    });

    it('tries again later what may work later, and gives up what never will', async () => {
      const busy = () => new TemporaryDeliveryError('the stick is busy');
      office.troubles.push(busy(), busy());
      spare.troubles.push(busy(), busy());
      const { id } = await take('Ding');
      await becomes(id, 'sent');
      await eventually(() => told.at(-1) === 'sent', 'the last change is told');
      assert.deepEqual(told, [
        'queued',
        'sending',
        'sending',
        'queued',
        'sending',
        'sending',
        'queued',
        'sending',
        'sent',
      ]);
      office.troubles.push(new PermanentDeliveryError('not from here'));
      spare.troubles.push(new PermanentDeliveryError('nor from here'));
      const refused = await take('Dong');
      assert.match((await becomes(refused.id, 'failed')).reason ?? '', /from here/);
    });

    it('counts texts that leave at once, and fails the rest by the number of the daily limit', async () => {
      const texts = await Promise.all(Array.from({ length: 15 }, (_, index) => take(`Ding ${index}`)));
      const ended = await Promise.all(texts.map(({ id }) => settled(id)));
      assert.equal(office.sent.length, 10);
      const failed = ended.filter(({ state }) => state === 'failed');
      assert.deepEqual(new Set(failed.map(({ errorCode }) => errorCode)), new Set([63038]));
      assert.equal(failed.length, 5);
    });

    it('gives up when its time is over', async () => {
      office.troubles.push(...Array.from({ length: 50 }, () => new TemporaryDeliveryError('the stick is away')));
      spare.troubles.push(...office.troubles);
      const { id } = await take('Ding', 20_000);
      assert.match((await becomes(id, 'failed')).reason ?? '', /its time end/);
    });

    for (const [found, state, words] of [
      [{ receipt: 'found-1' }, 'sent', 'it left'],
      ['not sent', 'sent', 'it surely did not leave'],
      [null, 'unknown', 'nobody knows'],
    ] as const) {
      it(`after a crash: what waited goes out; what was being sent is asked about, and ${words}`, async () => {
        let free = () => {};
        office.gate = new Promise((resolve) => {
          free = resolve;
        });
        const { id } = await take('Was it sent?');
        await becomes(id, 'sending');
        // The process dies here: nothing is written any more, and the next one knows what is stored.
        office = createSender('later');
        office.found = found;
        spare.found = found === null ? null : 'not sent';
        sending = await open('node-2');
        // On PostgreSQL a node that gives no sign of life has lost its texts to the others.
        if (dialect === 'postgres') await sending.takeOver();
        assert.ok(told.includes('unknown'));
        if (state === 'sent') {
          const text = await becomes(id, 'sent');
          assert.equal(text.receipt, found === 'not sent' ? 'later-1' : 'found-1');
          assert.equal(office.sent.length, found === 'not sent' ? 1 : 0);
        } else {
          await new Promise((resolve) => setTimeout(resolve, 200));
          assert.equal((await becomes(id, 'unknown')).reason?.includes('stopped'), true);
          assert.equal(office.sent.length, 0);
        }
        free();
      });
    }

    it('asks only the source that a text was handed to: another one cannot say that it did not leave', async () => {
      office.gate = new Promise(() => undefined);
      const { id } = await take('Was it sent?');
      await becomes(id, 'sending');
      office = createSender('renamed');
      [office.found, spare.found] = ['not sent', 'not sent'];
      firstId = 'renamed';
      sending = await open('node-2');
      if (dialect === 'postgres') await sending.takeOver();
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal((await becomes(id, 'unknown')).reason?.includes('stopped'), true);
      assert.deepEqual([office.sent.length, spare.sent.length], [0, 0]);
    });

    it('takes the trace of another text of the same words for no trace of this one', async () => {
      const { id: first } = await take('Ding');
      const sent = await becomes(first, 'sent');
      office.troubles.push(new UnknownOutcomeError('no answer'));
      office.found = { receipt: sent.receipt ?? '' };
      const { id } = await take('Ding');
      await becomes(id, 'unknown');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await becomes(id, 'unknown');
      office.found = { receipt: 'its-own' };
      sending = await open('node-2');
      if (dialect === 'postgres') await sending.takeOver();
      assert.equal((await becomes(id, 'sent')).receipt, 'its-own');
    });

    it('waits for a store that is away when a text is to leave, and sends it once', async () => {
      sending = await open('node-2', losing('sending', { away: 1 }));
      const { id } = await take('Ding');
      await becomes(id, 'sent');
      assert.deepEqual([office.sent.length, spare.sent.length], [1, 0]);
    });

    it('closes while the store takes no outcome; it is unknown at the next start', async () => {
      const lossy = await open('node-2', losing('sent', { away: Number.POSITIVE_INFINITY }));
      sending = lossy;
      const { id } = await take('Ding');
      await becomes(id, 'sending');
      await lossy.close();
      sending = await open('node-3');
      if (dialect === 'postgres') await sending.takeOver();
      await becomes(id, 'unknown');
      assert.equal(office.sent.length, 1);
    });

    it('notices that its time is over while it waits for a turn after a try', async () => {
      office = createSender('paced', 3_600_000);
      office.troubles.push(new TemporaryDeliveryError('busy'));
      spare.troubles.push(new TemporaryDeliveryError('busy'));
      const { id } = await take('Ding', 600_000);
      assert.match((await becomes(id, 'failed')).reason ?? '', /its turn on line office had not come.*its time end/);
    });

    it('takes a report that came before the receipt was stored', async () => {
      const { id } = await take('Ding');
      await sending.report('first', { receipt: 'office-1', state: 'delivered', detail: null, at: clock.now() });
      await becomes(id, 'delivered');
    });

    it('lets a relayed code go first, at the pace of the device', async () => {
      office = createSender('paced', 60_000);
      const texts = [await take('one'), ...(await Promise.all(['two', 'three'].map((words) => take(words))))];
      const code = sending.sendNow('office', () => ({ to: phone, text: 'code' }), {
        signal: never,
        leaving: async () => {},
      });
      await code;
      for (const { id } of texts) await becomes(id, 'sent');
      assert.deepEqual(office.sent.map(({ text }) => text).slice(0, 2), ['one', 'code']);
      const times = await store.database.read.selectFrom('texts').select('sent_at').orderBy('sent_at').execute();
      for (const [index, { sent_at: at }] of times.entries())
        if (index > 0) assert.ok((at ?? 0) - (times[index - 1]?.sent_at ?? 0) >= 59_000);
    });

    it('tells what left to whoever keeps the books, but for those who do so themselves', async () => {
      await becomes((await take('Hello')).id, 'sent');
      const help = { signal: never, leaving: async () => {} };
      await sending.relay('office', () => ({ to: phone, text: 'relayed' }), help);
      await sending.sendNow('office', () => ({ to: phone, text: 'code' }), help);
      const refused = sending.relay('office', () => ({ to: '+15550100002', text: 'to itself' }), help);
      await assert.rejects(refused, PermanentDeliveryError);
      assert.deepEqual(left, [
        ['office', phone, 'Hello', null],
        ['office', phone, 'relayed', null],
      ]);
    });

    it('says that surely nothing left while it waits for its turn', async () => {
      office = createSender('slow', 3_600_000);
      await becomes((await take('first')).id, 'sent');
      const stop = new AbortController();
      let left = false;
      const waiting = sending.sendNow('office', () => ({ to: phone, text: 'code' }), {
        signal: stop.signal,
        leaving: async () => {
          left = true;
        },
      });
      stop.abort(new Error('the hub is stopping'));
      await assert.rejects(waiting, TemporaryDeliveryError);
      assert.equal(left, false);
      assert.equal(office.sent.length, 1);
    });

    it('refuses own and premium-rate numbers to destinations too', async () => {
      for (const to of ['+15550100002', '+19005550100']) {
        const sent = sending.sendNow('office', () => ({ to, text: 'code' }), {
          signal: never,
          leaving: async () => {},
        });
        await assert.rejects(sent, PermanentDeliveryError);
      }
    });
  });
