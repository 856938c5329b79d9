import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { startWebhookReceiver } from '../simulators/webhook-receiver.ts';
import { createHttpClient } from '../support/http-client.ts';
import { noEnd, testContext, testOutgoing } from './fixtures.ts';
import { webhook } from './webhook.ts';

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const nextSecret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;
const receivedAt = Date.UTC(2026, 10, 22, 12, 0, 0);
const http = createHttpClient({ connections: 2 });
after(() => http.close());

function open(url: string, secrets: string | string[] = secret) {
  return webhook.open(webhook.config.parse({ url, secret: secrets }), testContext({ request: http.request }));
}

test('the official library takes a call, with either secret of a rotation', async () => {
  const events: unknown[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    for (const one of [secret, nextSecret])
      events.push(new Webhook(one).verify(body, request.headers as Record<string, string>));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destination = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/codes`, [nextSecret, secret]);
  await destination.send(testOutgoing({ receivedAt, sentAt: receivedAt - 2000, domain: 'github.com' }), noEnd);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const event = {
    type: 'code.received',
    timestamp: '2026-11-22T12:00:00.000Z',
    data: {
      id: '01890000-0000-7000-8000-000000000a01',
      line: 'burner',
      sender: '+15550100004',
      code: '482913',
      service: 'GitHub',
      domain: 'github.com',
      receivedAt: '2026-11-22T12:00:00.000Z',
      sentAt: '2026-11-22T11:59:58.000Z',
      sources: ['stick'],
    },
  };
  assert.deepEqual(events, [event, event]);
});

test('the id stays over all attempts; without a code it is a message, and an alarm is told apart', async () => {
  const receiver = await startWebhookReceiver({ secret });
  const destination = open(receiver.url);
  receiver.failNext({ status: 500, workDone: true });
  await assert.rejects(destination.send(testOutgoing(), noEnd), TemporaryDeliveryError);
  await destination.send(testOutgoing(), noEnd);
  await destination.send(testOutgoing({ deliveryId: 'd2', code: null, show: 'notice', test: true }), noEnd);
  await destination.send(testOutgoing({ deliveryId: 'd3', code: null, event: 'sim-changed', text: 'words' }), noEnd);
  const [first, again, notice, alarm] = receiver.calls;
  assert.deepEqual([first?.id, notice?.id], [again?.id, 'd2']);
  assert.equal(notice?.event.type, 'message.received');
  assert.deepEqual(
    [notice?.event.data.code, notice?.event.data.text, notice?.event.data.test],
    [undefined, undefined, true],
  );
  assert.deepEqual([alarm?.event.type, alarm?.event.data.event], ['line.event', 'sim-changed']);
  await receiver.close();
});

test('a receiver with another secret refuses, for good', async () => {
  const receiver = await startWebhookReceiver({ secret: nextSecret });
  await assert.rejects(open(receiver.url).send(testOutgoing(), noEnd), /the webhook answered 401/);
  assert.deepEqual([receiver.calls.length, receiver.refused()], [0, 1]);
  await receiver.close();
});

test('bad settings are refused with what was expected', () => {
  const refused = (settings: object) =>
    JSON.stringify(webhook.config.safeParse({ url: 'https://a.example', secret, ...settings }).error?.issues);
  assert.match(refused({ url: 'ftp://a.example' }), /https:\/\//);
  assert.match(refused({ url: 'https://ann:pw@a.example' }), /no user name/);
  assert.match(refused({ secret: 'hunter2' }), /expected whsec_/);
  assert.match(refused({ secret: [] }), /secret/);
  assert.doesNotMatch(refused({ secret: 'hunter2' }), /hunter2/);
});
