import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type SlackSimulator, startSlackSimulator } from '../../src/simulators/slack.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulators/twilio.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { openTestHub, type TestHub } from '../../test/helpers/program.ts';

const account = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://hub.example.org';

describe('example sms-broadcaster', () => {
  let twilio: TwilioSimulator;
  let slack: SlackSimulator;
  let hub: TestHub;

  before(async () => {
    twilio = await startTwilioSimulator(account);
    slack = await startSlackSimulator();
    const example = readFileSync(new URL('keypigeon.yaml', import.meta.url), 'utf8');
    hub = await openTestHub({
      // The fake Slack is on loopback, which destinations may reach only when it is named.
      yaml: `network: { allowHosts: [127.0.0.1] }\n${example}`,
      environment: {
        PUBLIC_URL: publicUrl,
        TWILIO_SID: account.accountSid,
        TWILIO_AUTH_TOKEN: account.authToken,
        TWILIO_API_URL: twilio.url,
        MFA_SLACK_WEBHOOK: slack.webhookUrl,
      },
    });
  });
  after(async () => {
    await hub.close();
    await twilio.close();
    await slack.close();
  });

  const text = (from: string, body: string) =>
    twilio.receiveText({
      from,
      to: '+15550100002',
      body,
      hook: { url: `${hub.url}/hooks/twilio`, publicUrl: `${publicUrl}/hooks/twilio` },
    });
  const phones = () =>
    twilio
      .sent()
      .map((message) => message.to)
      .sort();

  it('brings what Auth0 sends to two phones and Slack', async () => {
    assert.equal((await text('+15550100004', 'Your Auth0 code is 482913')).status, 200);
    await eventually(() => twilio.sent().length === 2 && slack.messages.length === 1, 'everywhere');
    assert.deepEqual(phones(), ['+15550100003', '+15550100005']);
  });

  it("brings an unknown sender's text to several destinations too", async () => {
    assert.equal((await text('+15550100009', 'Your code is 777123')).status, 200);
    await eventually(() => twilio.sent().length === 3 && slack.messages.length === 2, 'both');
    assert.deepEqual(phones(), ['+15550100003', '+15550100003', '+15550100005']);
  });
});
