import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import twilioSdk from 'twilio';
import { administrator } from '../src/domain/viewer.ts';
import { json } from '../src/http/fixtures.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { listMessages } from '../src/store/messages.ts';
import { createLogger } from '../src/support/logger.ts';
import { eventually } from './helpers/eventually.ts';
import { createFastClock } from './helpers/fast-clock.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';

const account = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://hub.example.org';
const [office, robot, otherPhone] = ['+15550100002', '+15550100004', '+15550100003'];
const nobody = { kind: 'nobody', personId: null, address: null } as const;

let twilio: TwilioSimulator;
let hub: ServedHub;
const logged: string[] = [];

before(async () => {
  twilio = await startTwilioSimulator({ ...account, reach: (url) => url.replace(publicUrl, hub.url) });
  const common = `kind: twilio-voice, accountSid: ${account.accountSid}, authToken: ${account.authToken}, apiBaseUrl: "${twilio.url}"`;
  const yaml = `
publicUrl: ${publicUrl}
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines:
  - { id: office, number: "${office}", owner: ann, unmatched: [] }
  - { id: home, number: "+15550100006", owner: bob, unmatched: [] }
sources:
  - { id: voice, line: office, ${common}, ringTo: "${otherPhone}", languages: ["+49 de-DE"] }
  - { id: eager, line: home, ${common}, pressToHear: true }
`;
  // 20 times as fast: what waits for 3 s of quiet waits 150 ms.
  const stream = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  hub = await serveHub(yaml, { publicUrl, clock: createFastClock(20), log: createLogger('trace', stream) });
});
after(async () => {
  await hub.close();
  await twilio.close();
});

const call = (source = 'voice', from = robot) =>
  twilio.calls.callIn({
    from,
    to: source === 'voice' ? office : '+15550100006',
    voiceUrl: `${publicUrl}/hooks/${source}`,
  });
const messages = async () => {
  const { database, keyring } = hub.hub.api;
  return listMessages(database, keyring, administrator, { limit: 100 });
};
/** Rejects after 10 s. */
const happens = async (look: () => Promise<boolean>, what: string) => {
  for (let tries = 0; !(await look()); tries += 1) {
    assert.ok(tries < 500, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
/** Of this call nothing is kept any more. */
const isOver = async (sid: string) => {
  const parts = await hub.hub.api.database.read.selectFrom('parts').select('id').execute();
  return !parts.some(({ id }) => id.startsWith(sid));
};
const newest = async () => (await messages())[0];
const codeOf = async (code: string) => (await messages()).filter((message) => message.code === code);
const asking = async () => {
  const { calls } = (await (await hub.api('/calls')).json()) as { calls: Record<string, unknown>[] };
  return calls;
};
const post = (path: string, body: object = {}) =>
  hub.api(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
/** As the call was shown. */
const press = (shown: Record<string, unknown> | undefined, keys: string) =>
  post(`/calls/${shown?.id}/press`, { keys, askedAt: shown?.askedAt });

describe('a call that speaks a code', () => {
  it('is a text as soon as the code was said twice, and no second one at its end', async () => {
    const spoken = await call();
    assert.equal(spoken.status, 'in-progress');
    await spoken.say('Hello. Your Example verification code is 4 8 2');
    await spoken.say('nine one three.');
    await spoken.say('Again, your code is 4 8 2 9 1 3.');
    const [message] = await codeOf('482913');
    assert.match(message?.text ?? '', /verification code is 482913\. Again, your code is 482913/);
    assert.deepEqual([message?.sender, message?.lineId, message?.sources], [robot, 'office', ['voice']]);
    await spoken.say('Goodbye.');
    await spoken.hangUp();
    await happens(() => isOver(spoken.sid), 'the end of the call');
    assert.equal((await codeOf('482913')).length, 1);
    assert.equal((await newest())?.revision, 1);
    assert.deepEqual(spoken.failures, []);
  });

  it('is a text once it was quiet for a while, or is over', async () => {
    const quiet = await call();
    await quiet.say('Your code is 731 904');
    await happens(async () => (await codeOf('731904')).length === 1, 'quiet');
    const short = await call();
    await short.say('Your code is 552 871');
    await short.hangUp();
    await happens(async () => (await codeOf('552871')).length === 1, 'end');
    await quiet.hangUp();
  });

  it('is revised when more of the code comes than was thought', async () => {
    const slow = await call();
    await slow.say('Your verification code is 6 6 1 9');
    await happens(async () => (await codeOf('6619')).length === 1, 'the first half');
    await slow.say('4 5');
    await happens(async () => (await codeOf('661945')).length === 1, 'all of it');
    assert.equal((await codeOf('661945'))[0]?.revision, 2);
    await slow.hangUp();
  });

  it('is listened to in the language of the caller', async () => {
    const german = await call('voice', '+4915550100009');
    await german.say('Ihr Bestätigungscode lautet vier vier zwo neun eins drei.');
    await german.hangUp();
    await happens(async () => (await codeOf('442913')).length === 1, 'the German code');
    assert.match(german.fetched[0] ?? '', /languageCode="de-DE"/);
  });

  it('survives a restart of the hub', async () => {
    const cut = await call();
    await cut.say('Your verification code is 908 172');
    await hub.restart();
    await happens(async () => (await codeOf('908172')).length === 1, 'the code of before');
    await cut.hangUp();
  });

  it('says nothing and records nothing, and its TwiML is what the official library writes', async () => {
    const plain = await call('eager');
    const voice = new twilioSdk.twiml.VoiceResponse();
    const words = `${publicUrl}/hooks/eager?on=words`;
    voice.start().transcription({
      ...{
        name: 'codes',
        statusCallbackUrl: words,
        track: 'inbound_track',
        languageCode: 'en-US',
        partialResults: false,
      },
      hints: /hints="([^"]*)"/.exec(plain.fetched[0] ?? '')?.[1] ?? '',
    });
    voice.pause({ length: 120 });
    voice.hangup();
    assert.equal(plain.fetched[0], voice.toString());
    assert.deepEqual(plain.heard, []);
    await plain.hangUp();
  });
});

describe('a call that asks for a key', () => {
  it("waits for its owner's click, and presses the key once", async () => {
    const asks = await call();
    await asks.say('This is Example. If you are trying to sign in, press the pound key.');
    const [shown] = await asking();
    assert.deepEqual([shown?.keys, shown?.state, shown?.line], [['#'], 'asking', 'office']);
    assert.equal(shown?.messageId, (await newest())?.id);
    assert.equal(asks.keys, '', 'nothing is pressed by itself');
    const id = String(shown?.id);
    const bob = { kind: 'person', personId: 'bob' } as const;
    await assert.rejects(
      hub.hub.api.pressKeys(bob, id, { keys: '#', askedAt: Date.parse(String(shown?.askedAt)) }, nobody),
      {
        code: 'not-found',
      },
    );
    const answers = await Promise.all([1, 2, 3].map(() => press(shown, '#')));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 404, 404]);
    await eventually(() => asks.keys !== '', 'the key');
    assert.equal(asks.keys, '#');
    assert.equal(asks.status, 'in-progress', 'it is listened on');
    await asks.say('Thank you. Your code is 773 214. That is 773 214.');
    await happens(async () => (await codeOf('773214')).length === 1, 'what it says behind the key');
    await asks.hangUp();
    await happens(async () => (await asking()).length === 0, 'the end of the call');
    assert.deepEqual(asks.failures, []);
  });

  it('may ask twice, and each time waits for a click', async () => {
    const twice = await call();
    await twice.say('To approve this sign-in, press pound.');
    const [first] = await asking();
    assert.equal((await press(first, '#')).status, 204);
    assert.equal((await press(first, '#')).status, 404);
    await twice.say('Now confirm by pressing. Press 7 to confirm.');
    await happens(async () => (await asking())[0]?.state === 'asking', 'it asks again');
    const late = await press(first, '7');
    assert.deepEqual([late.status, ((await late.json()) as { code: string }).code], [409, 'question-changed']);
    assert.equal((await press((await asking())[0], '7')).status, 204);
    await eventually(() => twice.keys === '#7', 'both keys');
    await twice.hangUp();
  });

  it('is hung up when the owner says so', async () => {
    const refused = await call();
    await refused.say('Press 1 to approve the transfer.');
    const id = String((await asking()).find(({ state }) => state === 'asking')?.id);
    assert.equal((await post(`/calls/${id}/hang-up`)).status, 204);
    await eventually(() => refused.status === 'completed', 'the end');
    assert.equal(refused.keys, '');
  });

  it('says so when the call is over before the click', async () => {
    const gone = await call();
    await gone.say('Press star to log in.');
    const shown = (await asking()).find(({ state }) => state === 'asking');
    // The news of its end has not come yet.
    Object.assign(gone, { status: 'completed' });
    const answer = await press(shown, '*');
    assert.equal(answer.status, 409);
    assert.match(await answer.text(), /has ended already/);
    assert.equal(
      (await asking()).find((one) => one.id === shown?.id),
      undefined,
    );
  });

  it('gets by itself the key for hearing a code where that is allowed, and no other', async () => {
    const hears = await call('eager');
    await hears.say('Hello. Press 1 to hear your code.');
    await eventually(() => hears.keys === '1', 'the key');
    await hears.say('Your code is 220 145, 220 145.');
    await happens(async () => (await codeOf('220145')).length === 1, 'the code');
    await hears.hangUp();
    const approves = await call('eager');
    await approves.say('Press 1 to hear your code and approve the sign in.');
    await happens(async () => (await asking()).some(({ line }) => line === 'home'), 'it is shown');
    assert.equal(approves.keys, '');
    await approves.hangUp();
  });

  it('is told to those who follow events, without a word of the call', async () => {
    const stored = await hub.hub.api.database.read
      .selectFrom('events')
      .selectAll()
      .where('kind', '=', 'call')
      .execute();
    assert.ok(stored.length > 0);
    for (const { data } of stored) assert.doesNotMatch(data, /pound|Example|\+1555/);
  });
});

describe('a call that brings no code', () => {
  it('rings through, and is not listened to once somebody answers', async () => {
    const person = await call();
    await person.say('Hi, it is me.');
    await person.waitOn();
    assert.equal(person.ringing, otherPhone);
    assert.equal(person.isListened, true);
    await person.pickUp();
    await eventually(() => !person.isListened, 'nobody listens');
    await person.waitOn();
    assert.equal(person.status, 'completed');
    assert.deepEqual(person.failures, []);
  });

  it('does not ring where a code was heard', async () => {
    const spoken = await call();
    await spoken.say('Your code is 335 577');
    await spoken.waitOn();
    assert.equal(spoken.ringing, null);
    await spoken.waitOn();
    assert.equal(spoken.status, 'completed');
  });
});

describe('the log', () => {
  it('has no word, code or number of a call', () => {
    assert.ok(logged.length > 0);
    for (const line of logged) assert.doesNotMatch(line, /482913|verification code|pound|\+1555|\+49155/i);
  });
});

describe('a stranger', () => {
  it('gets nothing by a wrong signature, and cannot speak in a call', async () => {
    const open = await call();
    for (const path of ['/hooks/voice', '/hooks/voice?on=words', '/hooks/voice?on=ring']) {
      const form = {
        CallSid: open.sid,
        AccountSid: account.accountSid,
        TranscriptionEvent: 'transcription-content',
        SequenceId: '9',
        TranscriptionData: '{"transcript":"code 111222"}',
      };
      const signature = twilioSdk.getExpectedTwilioSignature('another token', `${publicUrl}${path}`, form);
      const answer = await fetch(`${hub.url}${path}`, {
        method: 'POST',
        headers: { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form),
      });
      assert.equal(answer.status, 403);
    }
    await open.hangUp();
    await happens(() => isOver(open.sid), 'the end');
    assert.deepEqual(await codeOf('111222'), []);
  });
});
