import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  fictionNumber,
  serveVerifyHub,
  setVerification,
  type VerifyHub,
  wrong,
} from '../../test/helpers/verify-hub.ts';
import { json } from './fixtures.ts';

type Seen = {
  id: string;
  sid: string;
  to: string | null;
  status: string;
  checks: number;
  service: string;
  attempts: { number: number; channel: string; by: string | null; state: string; reason: string | null }[];
  trail?: { event: string; detail: string | null }[];
};

describe('what an app had verified', () => {
  let hub: VerifyHub;
  before(async () => {
    hub = await serveVerifyHub();
  });
  after(() => hub.close());

  async function read<Answer>(path: string): Promise<Answer> {
    const response = await hub.served.api(path);
    assert.equal(response.status, 200, path);
    return (await response.json()) as Answer;
  }
  const list = (sid: string, query = '') =>
    read<{ verifications: Seen[]; next: string | null }>(`/apps/${sid}/verifications${query}`);

  it('is told without codes and whole addresses, with its tries and its trail', async () => {
    const { app, service } = await hub.makeVerifier();
    const to = fictionNumber();
    await service.verifications.create({ to, channel: 'sms' });
    const code = await hub.codeFor(to);
    await service.verificationChecks.create({ to, code: wrong(code) });
    await service.verificationChecks.create({ to, code });
    const { verifications } = await list(app.accountSid);
    const [seen] = verifications;
    assert.ok(seen !== undefined && verifications.length === 1);
    assert.match(seen.sid, /^VE[0-9a-f]{32}$/);
    assert.deepEqual([seen.to, seen.status, seen.checks, seen.service], [`+1…${to.slice(-2)}`, 'approved', 2, 'Shop']);
    const [attempt] = seen.attempts;
    assert.deepEqual([attempt?.number, attempt?.channel, attempt?.by, attempt?.state], [1, 'sms', 'line', 'sent']);
    const one = await read<Seen>(`/apps/${app.accountSid}/verifications/${seen.id}`);
    const trail = one.trail?.map(({ event, detail }) => [event, detail]);
    assert.deepEqual(trail, [
      ['created', 'sms'],
      ['wrong-code', '1'],
      ['approved', null],
    ]);
    const told = JSON.stringify([verifications, one]);
    assert.ok(!told.includes(code) && !told.includes(to.slice(2)));
  });

  it('comes by pages, newest first, each verification once though it was sent again', async () => {
    const { app, service } = await hub.makeVerifier();
    const sids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const to = fictionNumber();
      sids.unshift((await service.verifications.create({ to, channel: 'sms' })).sid);
      hub.skip(31_000);
      await service.verifications.create({ to, channel: 'sms' });
    }
    const first = await list(app.accountSid, '?limit=2');
    assert.ok(first.next !== null);
    assert.ok(first.verifications.every(({ attempts }) => attempts.map(({ number }) => number).join() === '1,2'));
    const second = await list(app.accountSid, `?limit=2&before=${first.next}`);
    assert.equal(second.next, null);
    assert.deepEqual(
      [...first.verifications, ...second.verifications].map(({ sid }) => sid),
      sids,
    );
  });

  it('is of that app alone, and stays when the app is revoked', async () => {
    const { app, service } = await hub.makeVerifier();
    const other = await hub.makeApp({ name: 'other', lines: ['office'] });
    const to = fictionNumber();
    await service.verifications.create({ to, channel: 'sms' });
    const [seen] = (await list(app.accountSid)).verifications;
    assert.deepEqual(await list(other.accountSid), { verifications: [], next: null });
    const stolen = await hub.served.api(`/apps/${other.accountSid}/verifications/${seen?.id}`);
    assert.equal(stolen.status, 404);
    const beyond = await list(other.accountSid, `?before=${seen?.id}`);
    assert.deepEqual(beyond.verifications, []);
    await hub.served.api(`/apps/${app.accountSid}`, { method: 'DELETE' });
    assert.equal((await list(app.accountSid)).verifications.length, 1);
    type Apps = { apps: { accountSid: string; revokedAt: string | null }[] };
    const isThere = ({ apps }: Apps) => apps.find(({ accountSid }) => accountSid === app.accountSid);
    assert.equal(isThere(await read<Apps>('/apps')), undefined);
    assert.match(isThere(await read<Apps>('/apps?revoked=true'))?.revokedAt ?? '', /^\d{4}-/);
  });

  it('keeps codes of test numbers that are not named again', async () => {
    const { app, service } = await hub.makeVerifier();
    const number = fictionNumber();
    await setVerification(hub, app, { testNumbers: [{ number, code: '424242' }] });
    await setVerification(hub, app, { testNumbers: [{ number }], console: true });
    await service.verifications.create({ to: number, channel: 'sms' });
    assert.equal((await service.verificationChecks.create({ to: number, code: '424242' })).status, 'approved');
    const body = JSON.stringify({ testNumbers: [{ number: fictionNumber() }] });
    const refused = await hub.served.api(`/apps/${app.accountSid}/verification`, {
      method: 'PUT',
      headers: json,
      body,
    });
    assert.equal(refused.status, 400);
  });
});
