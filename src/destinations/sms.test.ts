import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { OutgoingText } from '../sources/source.ts';
import { fitsOneSegment } from '../support/gsm7.ts';
import type { DestinationContext } from './destination.ts';
import { noEnd, testContext, testOutgoing } from './fixtures.ts';
import { sms } from './sms.ts';

interface Line {
  sent: OutgoingText[];
  error?: Error;
}

function open(settings: object, lines: Record<string, Line>, changes: Partial<DestinationContext> = {}) {
  const sendText: DestinationContext['sendText'] = async (lineId, text) => {
    const line = lines[lineId];
    if (line?.error) throw line.error;
    line?.sent.push(text());
    return { receipt: `SM-${lineId}` };
  };
  const config = sms.config.parse({ to: '+15550100003', via: 'office', ...settings });
  return sms.open(config, testContext({ sendText, ...changes }));
}

test('a text goes out by its line, with the sender where one is set', async () => {
  const office: Line = { sent: [] };
  const destination = open({ to: '(555) 010-0003', from: 'Keypigeon' }, { office });
  assert.deepEqual(await destination.send(testOutgoing(), noEnd), { receipt: 'SM-office' });
  const text = '482913 is your GitHub code. From +15550100004 to line burner.';
  assert.deepEqual(office.sent, [{ to: '+15550100003', text, from: 'Keypigeon' }]);
});

test('one segment: cut with the code first, the note of lateness kept', async () => {
  const office: Line = { sent: [] };
  const destination = open({}, { office });
  const receivedAt = Date.now() - 190_000;
  const rendered = `${'Your code is hidden at the end '.repeat(6)}482913 (3 min late)`;
  await destination.send(testOutgoing({ rendered, receivedAt }), noEnd);
  await destination.send(testOutgoing({ rendered: `Ж${rendered}`, receivedAt }), noEnd);
  await destination.send(testOutgoing({ rendered: 'é'.repeat(200), code: null }), noEnd);
  assert.equal(office.sent.length, 3);
  for (const { text } of office.sent) assert.ok(fitsOneSegment(text), text);
  assert.match(office.sent[0]?.text ?? '', /^482913 Your code .*\.\.\. \(3 min late\)$/);
  assert.match(office.sent[1]?.text ?? '', /^482913 Ж.*… \(3 min late\)$/);
  assert.equal(office.sent[2]?.text, `${'é'.repeat(157)}...`);
});

test('never to one of our own lines, however it is written', async () => {
  const office: Line = { sent: [] };
  for (const to of ['+15550100001', '+1 555 010 0001', '555-010-0001'])
    await assert.rejects(open({ to }, { office }).send(testOutgoing(), noEnd), (error) => {
      assert.ok(error instanceof PermanentDeliveryError);
      assert.match(error.message, /run in a circle/);
      return true;
    });
  assert.deepEqual(office.sent, []);
});

test('nothing that came from one of our own lines: it may be what was sent, coming back', async () => {
  const office: Line = { sent: [] };
  await assert.rejects(open({}, { office }).send(testOutgoing({ sender: '+15550100002' }), noEnd), (error) => {
    assert.ok(error instanceof PermanentDeliveryError);
    assert.match(error.message, /came from one of our own lines/);
    return true;
  });
  assert.deepEqual(office.sent, []);
});

test('the next line is tried only when the one before surely did not send', async () => {
  for (const error of [new PermanentDeliveryError('no credit'), new TemporaryDeliveryError('busy')]) {
    const second: Line = { sent: [] };
    const destination = open({ via: ['first', 'second'] }, { first: { sent: [], error }, second });
    assert.deepEqual(await destination.send(testOutgoing(), noEnd), { receipt: 'SM-second' });
  }
  for (const error of [new UnknownOutcomeError('timeout'), new Error('whatever')]) {
    const second: Line = { sent: [] };
    const destination = open({ via: ['first', 'second'] }, { first: { sent: [], error }, second });
    await assert.rejects(destination.send(testOutgoing(), noEnd), UnknownOutcomeError);
    assert.deepEqual(second.sent, []);
  }
});

test('all lines failed: temporary as long as one may work later, and then at the earliest moment', async () => {
  const slow = new TemporaryDeliveryError('limit', { retryAfterMs: 9000 });
  const slower = new TemporaryDeliveryError('limit', { retryAfterMs: 20_000 });
  const never = new PermanentDeliveryError('no credit');
  const lines = { a: { sent: [], error: slower }, b: { sent: [], error: never }, c: { sent: [], error: slow } };
  await assert.rejects(open({ via: ['a', 'b', 'c'] }, lines).send(testOutgoing(), noEnd), (error) => {
    assert.ok(error instanceof TemporaryDeliveryError && error.retryAfterMs === 9000);
    return true;
  });
  await assert.rejects(open({ via: ['b'] }, lines).send(testOutgoing(), noEnd), /no credit/);
});

test('an attempt whose time is over tries no further line', async () => {
  const office: Line = { sent: [] };
  const signal = AbortSignal.abort();
  await assert.rejects(open({}, { office }).send(testOutgoing(), signal), TemporaryDeliveryError);
  assert.deepEqual(office.sent, []);
});

test('the daily cap counts deliveries, not attempts, and says what to do when it is used up', async () => {
  const office: Line = { sent: [], error: new TemporaryDeliveryError('busy') };
  let left = 1;
  const takeFromDailyCap = async () => left-- > 0;
  const destination = open({ dailyCap: 1 }, { office }, { takeFromDailyCap });
  await assert.rejects(destination.send(testOutgoing(), noEnd), TemporaryDeliveryError);
  delete office.error;
  await destination.send(testOutgoing(), noEnd);
  await assert.rejects(destination.send(testOutgoing({ deliveryId: 'd2' }), noEnd), (error) => {
    assert.ok(error instanceof PermanentDeliveryError);
    assert.match(error.message, /daily cap of 1 texts is used up; raise dailyCap/);
    return true;
  });
  assert.equal(office.sent.length, 1);
});

test('after a crash it asks every line for the text as it was worded then', async () => {
  const receivedAt = Date.now() - 600_000;
  const since = receivedAt + 115_000;
  const asked: string[] = [];
  const found: Record<string, { receipt: string } | 'not sent' | null> = { a: 'not sent', b: 'not sent' };
  const findText: DestinationContext['findText'] = async (line, text) => {
    asked.push(`${line}: ${text.text}`);
    return found[line] ?? null;
  };
  const destination = open({ via: ['a', 'b'] }, {}, { findText });
  const outgoing = testOutgoing({ receivedAt, rendered: '482913 is your code (10 min late)' });
  assert.equal(await destination.find?.(outgoing, since, noEnd), 'not sent');
  assert.deepEqual(asked, [
    'a: 482913 is your code (1 min late)',
    'a: 482913 is your code (2 min late)',
    'b: 482913 is your code (1 min late)',
    'b: 482913 is your code (2 min late)',
  ]);
  found.b = { receipt: 'SM1' };
  assert.deepEqual(await destination.find?.(outgoing, since, noEnd), { receipt: 'SM1' });
  delete found.b;
  assert.equal(await destination.find?.(outgoing, since, noEnd), null);
});
