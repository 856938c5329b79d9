import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { administrator } from '../src/domain/viewer.ts';
import { type SlackSimulator, startSlackSimulator } from '../src/simulators/slack.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../src/simulators/webhook-receiver.ts';
import { command } from '../src/store/database.ts';
import { listDeliveries } from '../src/store/deliveries.ts';
import { listMessages, tracesOf } from '../src/store/messages.ts';
import { startPostgres } from './helpers/databases.ts';
import { eventually } from './helpers/eventually.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';

const account = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://hub.example.org';
const hookSecret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const postgres = await startPostgres();
after(() => postgres.stop());

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a text at a Twilio number, on ${dialect}`, () => {
    let twilio: TwilioSimulator;
    let slack: SlackSimulator;
    let receiver: WebhookReceiver;
    let hub: TestHub;

    before(async () => {
      twilio = await startTwilioSimulator(account);
      slack = await startSlackSimulator();
      receiver = await startWebhookReceiver({ secret: hookSecret });
      const yaml = `
publicUrl: ${publicUrl}
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines: [{ id: office, number: "+15550100002", owner: ann, unmatched: [ann-phone, mfa-slack] }]
sources: [{ id: twilio, kind: twilio, line: office, accountSid: ${account.accountSid}, authToken: "\${TWILIO_AUTH_TOKEN}", apiBaseUrl: "${twilio.url}" }]
destinations:
  - { id: ann-phone, kind: sms, owner: ann, to: "+15550100003", via: office }
  - { id: bob-phone, kind: sms, owner: bob, show: full, to: "+15550100005", via: office }
  - { id: mfa-slack, kind: slack, owner: ann, webhookUrl: "${slack.webhookUrl}" }
  - { id: app, kind: webhook, owner: ann, url: "${receiver.url}/codes", secret: "\${HOOK_SECRET}" }
routes:
  - { name: Everywhere, when: { sender: "+15550100004" }, to: [ann-phone, bob-phone, mfa-slack, app], stop: true }
`;
      const environment = { TWILIO_AUTH_TOKEN: account.authToken, HOOK_SECRET: hookSecret };
      const databaseUrl = dialect === 'postgres' ? await postgres.create() : undefined;
      hub = await openTestHub({ yaml, environment, publicUrl, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
      // Nodes share a store on PostgreSQL, so there a file is applied by command only.
      if (dialect === 'postgres') await hub.api.applyProvisioning(yaml, 'keypigeon.yaml', false);
    });
    after(async () => {
      await hub.close();
      await Promise.all([twilio.close(), slack.close(), receiver.close()]);
    });

    const text = (from: string, body: string) =>
      twilio.receiveText({
        from,
        to: '+15550100002',
        body,
        hook: { url: `${hub.url}/hooks/twilio`, publicUrl: `${publicUrl}/hooks/twilio` },
      });
    const sentTo = (to: string) => twilio.sent().filter((message) => message.to === to);
    const deliveries = () => listDeliveries(hub.api.database, administrator, { limit: 100 });

    it('reaches two phones, Slack and a signed webhook', async () => {
      const answer = await text('+15550100004', 'Your Example code is 482913. It expires in 5 minutes.');
      assert.equal(answer.status, 200);
      assert.match(answer.body ?? '', /<Response\/>/);
      await eventually(
        () => receiver.calls.length === 1 && slack.messages.length === 1 && twilio.sent().length === 2,
        'all four',
      );
      assert.match(sentTo('+15550100003')[0]?.body ?? '', /^482913/);
      assert.match(sentTo('+15550100005')[0]?.body ?? '', /expires in 5 minutes/);
      assert.match(JSON.stringify(slack.messages[0]), /482913/);
      const data = JSON.stringify(receiver.calls[0]);
      assert.match(data, /482913/);
      assert.doesNotMatch(data, /expires in/, 'a destination that shows codes does not get the text');
      await allSent(4);
    });

    it('sends what no route matched to the list of the line, and nobody else', async () => {
      const before = { bob: sentTo('+15550100005').length, hook: receiver.calls.length };
      await text('+15550100006', 'Your code is 777123');
      await eventually(() => slack.messages.length === 2 && sentTo('+15550100003').length === 2, 'both');
      await allSent(6);
      assert.equal(sentTo('+15550100005').length, before.bob);
      assert.equal(receiver.calls.length, before.hook);
      const [message] = await listMessages(hub.api.database, hub.api.keyring, administrator, { limit: 1 });
      const [trace] = await tracesOf(hub.api.database, administrator, message?.id ?? '');
      assert.equal(trace?.trace.fallback, 'line');
      assert.equal(trace?.trace.routes[0]?.verdict, 'not matched');
    });

    it('tells of a delivery whether it reached the phone, once Twilio knows', async () => {
      const [first, second] = sentTo('+15550100003');
      const report = (sid: string | undefined, status: string, errorCode?: number) =>
        twilio.reportStatus(sid ?? '', status, {
          url: `${hub.url}/hooks/twilio`,
          ...(errorCode === undefined ? {} : { errorCode }),
        });
      assert.equal((await report(first?.sid, 'sent')).status, 200);
      assert.equal((await report(first?.sid, 'delivered')).status, 200);
      assert.equal((await report(second?.sid, 'undelivered', 30003)).status, 200);
      const settled = (await deliveries()).filter((one) => one.state === 'delivered' || one.state === 'failed');
      assert.deepEqual(
        settled.map((one) => [one.receipt, one.state]).sort(),
        [
          [first?.sid, 'delivered'],
          [second?.sid, 'failed'],
        ].sort(),
      );
      assert.match(settled.find((one) => one.state === 'failed')?.reason ?? '', /out of reach \(Twilio error 30003\)/);
    });

    it('refuses a signature that does not match, and takes a replay without a second message', async () => {
      const before = (await deliveries()).length;
      const forged = await fetch(`${hub.url}/hooks/twilio`, {
        method: 'POST',
        headers: { 'x-twilio-signature': 'bm90IGEgc2lnbmF0dXJl', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          MessageSid: `SM${'9'.repeat(32)}`,
          AccountSid: account.accountSid,
          From: '+15550100004',
          To: '+15550100002',
          Body: 'Your code is 1',
        }),
      });
      assert.equal(forged.status, 403);
      assert.equal((await deliveries()).length, before);
    });

    it('keeps no words of a private text in plain as the name of a service', async () => {
      await text('+15550100006', 'I am late: call me');
      const [message] = await listMessages(hub.api.database, hub.api.keyring, administrator, { limit: 1 });
      assert.equal(message?.text, 'I am late: call me');
      assert.equal(message?.service, null);
    });

    it('takes a text with a NUL in it, which PostgreSQL cannot hold', async () => {
      const answer = await text('+15550100006', 'Ac\0me: your code is 321\x0789');
      assert.equal(answer.status, 200);
      const [message] = await listMessages(hub.api.database, hub.api.keyring, administrator, { limit: 1 });
      assert.match(message?.text ?? '', /^Ac me: your code/);
    });

    async function allSent(count: number): Promise<void> {
      for (let look = 0; look < 400; look++) {
        const states = (await deliveries()).map((one) => one.state);
        if (states.length === count && states.every((state) => state === 'sent')) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.fail(
        `expected ${count} sent deliveries, got ${(await deliveries()).map((one) => `${one.destinationId} ${one.state}`).join(', ')}`,
      );
    }

    if (dialect === 'sqlite') {
      it('answers 503 while the disk is full, then goes on, and nothing is lost', async () => {
        const limitPages = (pages: number) =>
          hub.api.database.write(
            command(
              'limitPages',
              async (trx) => void (await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(trx)),
            ),
            undefined,
          );
        const stored = async () =>
          (await listMessages(hub.api.database, hub.api.keyring, administrator, { limit: 500 })).length;
        const before = await stored();
        await limitPages(1);
        const refused: string[] = [];
        let taken = 0;
        for (let count = 0; count < 60 && refused.length < 3; count++) {
          const body = `Your code is ${300_000 + count}. ${'x'.repeat(1_500)}`;
          const { status } = await text('+15550100006', body);
          if (status === 200) taken++;
          else refused.push(`${status}`);
        }
        assert.deepEqual(refused, ['503', '503', '503']);
        await limitPages(1_000_000);
        assert.equal((await text('+15550100006', 'Your code is 888123')).status, 200);
        assert.equal(await stored(), before + taken + 1);
        await eventually(
          () => sentTo('+15550100003').some((message) => message.body.startsWith('888123')),
          'the new one goes out',
        );
      });
    }
  });
}
