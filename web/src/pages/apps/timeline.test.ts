import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advanceFrom } from '../../../../src/verification/workflow.ts';
import type { Attempt } from '../../api/apps.ts';
import { readFallBack, timelineOf } from './timeline.ts';

const at = (second: number) => new Date(1_800_000_000_000 + second * 1_000).toISOString();
const attempt = (number: number, second: number): Attempt => ({
  ...{
    number,
    channel: 'sms',
    by: 'line',
    provider: 'stick',
    line: 'office',
    state: 'sent',
    reason: null,
    errorCode: null,
    cost: null,
  },
  ...{ createdAt: at(second), updatedAt: at(200) },
});
const event = (second: number, name: string, detail: string | null = null) => ({ at: at(second), event: name, detail });
const told = (steps: ReturnType<typeof timelineOf>) =>
  steps.map((step) => (step.kind === 'ask' ? `ask ${step.attempt.number}` : step.event));

test('tries stand where they were asked for, once', () => {
  const trail = [
    event(0, 'created', 'sms'),
    event(50, 'wrong-code', '1'),
    event(60, 'fall-back', 'sms silent, call'),
    event(100, 'approved'),
  ];
  const steps = timelineOf({ trail, attempts: [attempt(1, 0), attempt(2, 60)] });
  assert.deepEqual(told(steps), ['ask 1', 'wrong-code', 'fall-back', 'ask 2', 'approved']);
});

test('what no try tells of is told by the trail', () => {
  const trail = [event(0, 'created', 'sms'), event(600, 'expired')];
  assert.deepEqual(told(timelineOf({ trail, attempts: [] })), ['created', 'expired']);
});

test('a fall-back is read as the hub notes it', () => {
  const steps = [
    { channel: 'sms', via: 'stick', timeoutMs: 1_000 },
    { channel: 'call', via: null, timeoutMs: 1_000 },
  ] as const;
  const advance = advanceFrom(steps, 0, { why: 'silent', now: 0, afterSends: null });
  assert.deepEqual(readFallBack(advance?.detail ?? null), { before: 'sms', why: 'silent', next: 'call' });
  assert.equal(readFallBack('call'), null);
  assert.equal(readFallBack(null), null);
});
