import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { type SlackSimulator, startSlackSimulator } from '../simulators/slack.ts';
import { createHttpClient } from '../support/http-client.ts';
import { noEnd, testContext, testOutgoing } from './fixtures.ts';
import { slack } from './slack.ts';
import { slackPayload } from './slack-payload.ts';

const simulator: SlackSimulator = await startSlackSimulator();
const http = createHttpClient({ connections: 2 });
after(async () => {
  await http.close();
  await simulator.close();
});

function open(settings: object = {}) {
  const config = slack.config.parse({ webhookUrl: simulator.webhookUrl, ...settings });
  return slack.open(config, testContext({ request: http.request }));
}

test('Slack takes the message: the code alone in a block, the words, where it came from', async () => {
  const expiresAt = Date.UTC(2026, 10, 22, 12, 5, 0);
  await open({ username: 'Pigeon', channel: '#codes', iconEmoji: ':key:' }).send(
    testOutgoing({ expiresAt, domain: 'github.com', route: 'GitHub' }),
    noEnd,
  );
  const words = '482913 is your GitHub code. From +15550100004 to line burner.';
  const context =
    'GitHub · from +15550100004 · to line burner · only for github.com · by route GitHub · works until <!date^1795349100^{time}|12:05 UTC>';
  assert.deepEqual(simulator.messages.at(-1), {
    text: words,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '```482913```', verbatim: true } },
      { type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: context, verbatim: true }] },
    ],
    unfurl_links: false,
    unfurl_media: false,
    username: 'Pigeon',
    channel: '#codes',
    icon_emoji: ':key:',
  });
});

test('what the sender wrote cannot steer Slack', async () => {
  const rendered = 'A & B <!channel> <https://evil.example|bank>';
  await open().send(testOutgoing({ rendered, service: '<!here>', sender: '<@U1>', code: null, show: 'full' }), noEnd);
  const message = JSON.stringify(simulator.messages.at(-1));
  assert.match(message, /A &amp; B &lt;!channel&gt; &lt;https:\/\/evil.example\|bank&gt;/);
  assert.doesNotMatch(message, /<[!@h]/);
});

test('a text too long for Slack is cut, between characters and entities', async () => {
  for (const rendered of ['&'.repeat(5000), `${'a'.repeat(2998)}😀😀`, 'a'.repeat(3000)]) {
    await open().send(testOutgoing({ rendered }), noEnd);
    const { text } = slackPayload(testOutgoing({ rendered }));
    assert.ok(text.length <= 3000 && text.isWellFormed() && /(&amp;|a|😀)…?$/.test(text), text.slice(-9));
  }
});

test('a refusal says the word that Slack said, and nothing of the address', async () => {
  const cases: [number, typeof PermanentDeliveryError | typeof TemporaryDeliveryError, string][] = [
    [400, PermanentDeliveryError, 'Slack answered 400 (invalid_payload)'],
    [403, PermanentDeliveryError, 'Slack answered 403 (action_prohibited)'],
    [404, PermanentDeliveryError, 'Slack answered 404 (no_service)'],
    [410, PermanentDeliveryError, 'Slack answered 410 (channel_is_archived): it is gone'],
    [500, TemporaryDeliveryError, 'Slack answered 500 (rollup_error)'],
  ];
  for (const [status, kind, message] of cases) {
    simulator.failNext({ status });
    await assert.rejects(
      open().send(testOutgoing(), noEnd),
      (error) => error instanceof kind && error.message === message,
    );
  }
  simulator.failNext({ status: 400, code: 'swordfish' });
  await assert.rejects(open().send(testOutgoing({ code: 'swordfish' }), noEnd), { message: 'Slack answered 400' });
  simulator.failNext({ status: 429, retryAfter: 7 });
  await assert.rejects(
    open().send(testOutgoing(), noEnd),
    (error) => error instanceof TemporaryDeliveryError && error.retryAfterMs === 7000,
  );
});

test('a portal page in between is not taken for Slack', async () => {
  simulator.failNext({ status: 200, code: '<!doctype html><title>Sign in</title>' });
  await assert.rejects(open().send(testOutgoing(), noEnd), TemporaryDeliveryError);
});
