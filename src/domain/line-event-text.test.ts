import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineEventText } from './line-event-text.ts';
import { type LineStatus, unknownLineStatus, type WatchedEvent, watchedEvents } from './line-status.ts';

const since = Date.UTC(2026, 10, 23, 6, 24, 47);

function say(
  event: WatchedEvent,
  status: Partial<LineStatus> = {},
  complaint: string | null = null,
  times = 1,
): string {
  return lineEventText(
    { event, since, times },
    { lineId: 'burner', sourceId: 'tty', status: { ...unknownLineStatus, ...status }, complaint },
  );
}

test('each event is one line with line, source and time', () => {
  for (const event of watchedEvents) {
    assert.match(say(event), /^Line burner \(source tty\): [a-z].* 2026-11-23 06:24 UTC.*\.$/);
  }
});

test('what comes and goes is told as such', () => {
  assert.match(
    say('deregistered', { registration: 'denied' }, null, 3),
    /replaced\. This began 3 times within a day\.$/,
  );
});

test('a locked SIM is told with what the source says, else with where to unlock it', () => {
  assert.match(
    say('sim-locked', { sim: 'pin' }, 'the SIM card asks for its PIN: set `pin`'),
    /so no text comes: the SIM card asks for its PIN: set `pin`\.$/,
  );
  assert.match(say('sim-locked', { sim: 'pin' }), /enter its PIN and turn the PIN off there\.$/);
  assert.match(say('sim-locked', { sim: 'puk' }), /enter its PUK there\.$/);
});

test('a silent device is told with what the source knows, and with what to do where it knows nothing', () => {
  assert.match(
    say('silent', {}, 'there is no /dev/ttyUSB0: plug the modem in'),
    /UTC: there is no .*: plug the modem in\.$/,
  );
  assert.match(say('silent'), /it does not answer; unplug it and plug it in again\.$/);
});

test('only the memory that is full is named', () => {
  const memories = [
    { name: 'SM', used: 20, total: 20 },
    { name: 'ME', used: 0, total: 255 },
  ];
  assert.match(say('store-full', { storageUsed: 20, storageTotal: 275, memories }), /\(SIM card 20 of 20 texts\)/);
  assert.match(say('store-full', { storageUsed: 50, storageTotal: 50 }), /\(50 of 50 texts\)/);
});

test('of what names a SIM the last four digits are told', () => {
  const text = say('sim-changed', { iccid: '8900100000000000012', imsi: '001010000000345' });
  assert.match(text, /\(ICCID …0012, IMSI …0345\)/);
  assert.doesNotMatch(text, /89001|00101/);
});
