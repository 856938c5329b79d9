import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyLineRecord,
  fullMemories,
  judgeLine,
  type LineRecord,
  type LineSight,
  type LineSuspense,
} from './line-judge.ts';
import { type LineStatus, unknownLineStatus } from './line-status.ts';

const start = 1_800_000_000_000;
const good: Partial<LineStatus> = {
  sim: 'ready',
  registration: 'home',
  signalDbm: -71,
  storageUsed: 3,
  storageTotal: 50,
};

/** A line that is looked at every 10 s. */
function watch(record: LineRecord = emptyLineRecord) {
  let suspense: LineSuspense | null = null;
  let known = record;
  let now = start;
  return {
    get record() {
      return known;
    },
    get now() {
      return now;
    },
    /** What was told while the line was seen like this for so many seconds. */
    see(status: Partial<LineStatus>, seconds: number, sight: Partial<LineSight> = {}): string[] {
      const told: string[] = [];
      for (const until = now + seconds * 1000; now < until; ) {
        now += 10_000;
        const whole = { ...unknownLineStatus, seenAt: now, ...status };
        const seen = { status: whole, imsi: whole.imsi, iccid: whole.iccid, isFailing: false, ...sight };
        const judgement = judgeLine(known, suspense, seen, now);
        ({ record: known, suspense } = judgement);
        told.push(...judgement.changes.map(({ event }) => event));
      }
      return told;
    },
    pause(seconds: number) {
      now += seconds * 1000;
    },
    restart() {
      suspense = null;
    },
  };
}

test('a line that is well tells nothing', () => {
  assert.deepEqual(watch().see({ ...good, imsi: 'a', iccid: 'b' }, 3600), []);
});

test('a SIM that is off the network while the signal is good is told once, and its return once', () => {
  const line = watch();
  line.see(good, 60);
  assert.deepEqual(line.see({ ...good, registration: 'searching' }, 110), [], 'a stick that restarts is no event');
  assert.deepEqual(line.see({ ...good, registration: 'none' }, 20), ['deregistered']);
  assert.equal(line.record.troubles.deregistered, start + 70_000, 'since it was first seen');
  assert.deepEqual(line.see({ ...good, registration: 'none' }, 3600), []);
  assert.deepEqual(line.see(good, 50), []);
  assert.deepEqual(line.see(good, 30), ['registered']);
  assert.deepEqual(line.see(good, 3600), []);
});

test('a registration that comes and goes is not told over and over', () => {
  const line = watch();
  const told: string[] = [];
  for (let round = 0; round < 50; round++) {
    told.push(...line.see(good, 40), ...line.see({ ...good, registration: 'none' }, 90));
  }
  assert.deepEqual(told, []);
});

test('no network for want of signal is no theft; a refusal by the network is', () => {
  const weak = watch();
  assert.deepEqual(weak.see({ ...good, registration: 'searching', signalDbm: -105 }, 3600), []);
  assert.deepEqual(weak.see({ ...good, registration: 'none', signalDbm: null }, 3600), []);
  assert.deepEqual(weak.see({ ...good, registration: 'denied', signalDbm: null }, 140), ['deregistered']);
});

test('a signal that wavers around the limit does not hide it', () => {
  const line = watch();
  const told: string[] = [];
  for (let round = 0; round < 10; round++) {
    told.push(...line.see({ ...good, registration: 'none', signalDbm: round % 2 === 0 ? -94 : -97 }, 20));
  }
  assert.deepEqual(told, ['deregistered']);
});

test('a missing or broken SIM is told, and no missing network beside it', () => {
  const line = watch();
  assert.deepEqual(line.see({ ...good, sim: 'missing', registration: 'none' }, 600), ['sim-missing']);
  assert.deepEqual(line.see({ ...good, sim: 'failure', registration: 'none' }, 600), []);
  assert.deepEqual(line.see(good, 60), ['sim-present']);
});

test('a source that fails for want of a SIM is not silent', () => {
  const line = watch();
  const without = { ...good, sim: 'missing', registration: null } as const;
  assert.deepEqual(line.see(without, 600, { isFailing: true }), ['sim-missing']);
  assert.deepEqual(line.see({ ...good, sim: 'unknown' }, 600, { isFailing: true }), ['silent'], 'nothing comes');
});

test('a SIM that wants its PIN or PUK is told as that, and neither as missing, off the network nor silent', () => {
  const line = watch();
  line.see(good, 60);
  assert.deepEqual(line.see({ ...good, sim: 'pin', registration: 'none' }, 600, { isFailing: true }), ['sim-locked']);
  assert.deepEqual(line.see({ ...good, sim: 'puk', registration: 'none' }, 600, { isFailing: true }), []);
  assert.deepEqual(line.see(good, 60), ['sim-unlocked']);
});

test('what comes and goes all day is told at once when it begins, and its end ever later', () => {
  const line = watch();
  const told: string[] = [];
  for (let round = 0; round < 144; round++) {
    told.push(...line.see({ ...good, registration: 'none' }, 300), ...line.see(good, 300));
  }
  assert.deepEqual(told, ['deregistered', 'registered', 'deregistered', 'registered', 'deregistered']);
  assert.deepEqual(line.see(good, 900), ['registered'], '16 minutes after the third time');
  for (let round = 0; round < 20; round++) line.see({ ...good, registration: 'none' }, 300);
  line.pause(2 * 86_400_000);
  line.see(good, 3700);
  line.see({ ...good, registration: 'none' }, 300);
  assert.deepEqual(line.see(good, 80), ['registered'], 'a day later it is as the first time');
});

test('a full store is told, and free only when a tenth is', () => {
  const line = watch();
  assert.deepEqual(line.see({ ...good, storageUsed: 50 }, 90), ['store-full']);
  assert.deepEqual(line.see({ ...good, storageUsed: 49 }, 600), []);
  assert.deepEqual(line.see({ ...good, storageUsed: 50 }, 600), []);
  assert.deepEqual(line.see({ ...good, storageUsed: 45 }, 60), ['store-free']);
  assert.deepEqual(line.see({ ...good, storageUsed: 49 }, 600), []);
});

test('each memory of a device counts by itself', () => {
  const line = watch();
  const memories = (card: number, device: number) => ({
    ...{ ...good, storageUsed: card + device, storageTotal: 275 },
    memories: [
      { name: 'SM', used: card, total: 20 },
      { name: 'ME', used: device, total: 255 },
    ],
  });
  assert.deepEqual(line.see(memories(19, 200), 600), []);
  assert.deepEqual(line.see(memories(20, 0), 90), ['store-full']);
  assert.deepEqual(fullMemories({ ...unknownLineStatus, ...memories(20, 0) }), [{ name: 'SM', used: 20, total: 20 }]);
  assert.deepEqual(line.see(memories(19, 0), 600), []);
  assert.deepEqual(line.see(memories(18, 0), 600), ['store-free']);
});

test('a source that fails and a device that falls silent are told, and what it said last counts no more', () => {
  const failing = watch();
  assert.deepEqual(failing.see({ ...good, seenAt: start }, 110, { isFailing: true }), []);
  assert.deepEqual(failing.see({ ...good, seenAt: start, storageUsed: 50 }, 600, { isFailing: true }), ['silent']);
  assert.equal(failing.record.troubles.silent, start, 'since the device last answered');
  assert.deepEqual(failing.see(good, 60), ['answering']);
  const hanging = watch();
  assert.deepEqual(hanging.see({ ...good, seenAt: start }, 240), ['silent']);
  const untold = watch();
  assert.deepEqual(untold.see({ seenAt: null }, 3600), [], 'a source that does not say when is no trouble');
  assert.deepEqual(untold.see({ seenAt: null }, 3600, { isFailing: null }), []);
});

test('another SIM or subscriber is told once, also over a restart; one that cannot be read is not another', () => {
  const line = watch();
  line.see({ ...good, imsi: 'imsi 1', iccid: 'iccid 1' }, 60);
  assert.deepEqual(line.see(good, 600), []);
  line.restart();
  assert.deepEqual(line.see({ ...good, imsi: 'imsi 2', iccid: 'iccid 1' }, 60), ['sim-changed']);
  assert.deepEqual(line.see({ ...good, imsi: 'imsi 2', iccid: 'iccid 2' }, 60), ['sim-changed']);
  assert.deepEqual(line.see({ ...good, imsi: 'imsi 2', iccid: 'iccid 2' }, 600), []);
  assert.equal(line.record.told, 2);
});

test('a card that is read wrongly once is not another', () => {
  const line = watch();
  line.see({ ...good, iccid: '89420' }, 60);
  assert.deepEqual(line.see({ ...good, iccid: '98240' }, 10), []);
  assert.deepEqual(line.see({ ...good, iccid: '89420' }, 60), []);
});

test('what was told stays told over a restart', () => {
  const line = watch();
  line.see({ ...good, registration: 'denied' }, 300);
  line.restart();
  assert.deepEqual(line.see({ ...good, registration: 'denied' }, 600), []);
  assert.deepEqual(line.see(good, 120), ['registered']);
});

test('a machine that slept begins anew', () => {
  const line = watch();
  line.see({ ...good, registration: 'none' }, 20);
  line.pause(36_000);
  assert.deepEqual(line.see({ ...good, registration: 'none' }, 60), []);
});
