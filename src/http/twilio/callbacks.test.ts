import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import twilio from 'twilio';
import {
  type CallReceiver,
  type Credentials,
  office,
  officialClient,
  phone,
  serveTwilioHub,
  slow,
  startCallReceiver,
  type TwilioHub,
  until,
} from '../../../test/helpers/twilio-hub.ts';
import { applyReport } from '../../store/reports.ts';

describe('status callbacks', () => {
  let hub: TwilioHub;
  let receiver: CallReceiver;
  let app: Credentials;

  before(async () => {
    hub = await serveTwilioHub();
    receiver = await startCallReceiver();
    app = await hub.makeApp({ name: 'doorbell', owner: 'ann' });
  });
  after(async () => {
    await hub.close();
    await receiver.close();
  });

  const send = (path: string, from = office) =>
    officialClient(app, hub.served.url).messages.create({
      to: phone,
      from,
      body: 'Ding',
      statusCallback: `${receiver.url}${path}`,
    });
  const callsTo = (path: string) => receiver.calls.filter((call) => call.path === path);
  const statusesAt = (path: string) => callsTo(path).map(({ form }) => form.MessageStatus);
  const untilLast = (path: string, status: string) =>
    until(() => (statusesAt(path).at(-1) === status ? true : undefined));

  it('tells each change in order, signed so that the official validator takes it', async () => {
    const path = '/calls?door=front&code=a%20b';
    const { sid } = await send(path);
    await untilLast(path, 'sent');
    assert.deepEqual(statusesAt(path), ['sending', 'sent']);
    for (const { headers, form } of callsTo(path)) {
      const { MessageStatus: status, ...rest } = form;
      assert.deepEqual(rest, {
        AccountSid: app.accountSid,
        ApiVersion: '2010-04-01',
        From: office,
        MessageSid: sid,
        SmsSid: sid,
        SmsStatus: status,
        To: phone,
      });
      const signature = String(headers['x-twilio-signature']);
      const url = `${receiver.url}${path}`;
      assert.equal(twilio.validateRequest(app.authToken, signature, url, form), true);
      assert.equal(twilio.validateRequest('f'.repeat(32), signature, url, form), false);
      assert.match(String(headers['content-type']), /^application\/x-www-form-urlencoded/);
    }
  });

  it('tells why a text did not arrive', async () => {
    const path = '/undelivered';
    const { sid } = await send(path);
    await untilLast(path, 'sent');
    const { database, clock } = hub.served.hub.api;
    const receipt = hub.provider.sent().at(-1)?.sid ?? '';
    const report = { receipt, state: 'undelivered' as const, detail: 'the phone is off', errorCode: 30_003, at: 0 };
    await database.write(applyReport, { sourceId: 'one', report, now: clock.now() });
    const message = await officialClient(app, hub.served.url).messages(sid).fetch();
    assert.deepEqual(
      [message.status, message.errorCode, message.errorMessage],
      ['undelivered', 30003, 'the phone is off'],
    );
    // Reported past the hub, as by another node: found when it starts anew.
    await hub.served.restart();
    await untilLast(path, 'undelivered');
    assert.equal(callsTo(path).at(-1)?.form.ErrorCode, '30003');
  });

  it('tries again after a failure, and gives an older change up once a newer one waits', async () => {
    receiver.statuses.push(503);
    await send('/again');
    await untilLast('/again', 'sent');
    const states = statusesAt('/again');
    assert.deepEqual(states.slice(0, 1), ['sending']);
    assert.ok(states.length >= 2);
    // The first change is tried once or twice, as the next one comes before or after its second try.
    receiver.statuses.push(0, 0, 0);
    await send('/cut');
    await until(() => (statusesAt('/cut').filter((status) => status === 'sent').length >= 2 ? true : undefined));
    const ids = callsTo('/cut').map(({ headers }) => headers['i-twilio-idempotency-token']);
    assert.equal(new Set(ids).size, 2);
  });

  it('follows no redirect and does not insist where it is refused', async () => {
    receiver.statuses.push(302, 302);
    await send('/moved');
    await untilLast('/moved', 'sent');
    assert.deepEqual(callsTo('/elsewhere'), []);
    receiver.statuses.push(404, 404);
    await send('/gone');
    await untilLast('/gone', 'sent');
    assert.deepEqual(statusesAt('/gone'), ['sending', 'sent']);
  });

  it('tells after a restart what was not told before it, and nothing twice', async () => {
    const told = await send('/told', slow);
    await untilLast('/told', 'sent');
    await until(async () => ((await open()) === 0 ? true : undefined));
    const path = '/later';
    const { port } = new URL(receiver.url);
    await receiver.close();
    const { sid } = await send(path, office);
    await until(async () => ((await statusOf(sid)) === 'sent' ? true : undefined));
    assert.equal(await open(), 1);
    await hub.served.restart();
    receiver = await startCallReceiver(Number(port));
    await untilLast(path, 'sent');
    assert.deepEqual(statusesAt(path), ['sent']);
    await until(async () => ((await open()) === 0 ? true : undefined));
    await hub.served.restart();
    assert.deepEqual(statusesAt(path), ['sent']);
    assert.notEqual(told.sid, sid);
  });

  it('stops with the app', async () => {
    const other = await hub.makeApp({ name: 'gone', owner: 'ann' });
    const waiting = await officialClient(other, hub.served.url).messages.create({
      to: phone,
      from: slow,
      body: 'Later',
      statusCallback: `${receiver.url}/revoked`,
    });
    assert.equal(waiting.status, 'queued');
    await hub.served.api(`/apps/${other.accountSid}`, { method: 'DELETE' });
    await hub.served.api(`/texts/${uuidOf(waiting.sid)}/cancel`, { method: 'POST' });
    await until(async () => ((await open()) === 0 ? true : undefined));
    assert.deepEqual(callsTo('/revoked'), []);
  });

  async function statusOf(sid: string): Promise<string> {
    return (await officialClient(app, hub.served.url).messages(sid).fetch()).status;
  }

  /** Texts whose last state was not told. */
  async function open(): Promise<number> {
    const rows = await hub.served.hub.api.database.read.selectFrom('texts').selectAll().execute();
    return rows.filter((row) => row.state !== 'queued' && row.callback !== null && row.told_state !== row.state).length;
  }
});

function uuidOf(sid: string): string {
  return sid.slice(2).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
