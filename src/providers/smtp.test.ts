import assert from 'node:assert/strict';
import type { AddressInfo, Socket } from 'node:net';
import { after, test } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { z } from 'zod';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { testCode, testContext, testHelp } from './fixtures.ts';
import { smtp } from './smtp.ts';

const closing: (() => Promise<void>)[] = [];
after(() => Promise.all(closing.map((close) => close())));

interface Mail {
  to: string[];
  user: unknown;
  source: string;
  secure: boolean;
}

/** A real mail server on loopback, with a certificate that nobody trusts. */
async function startServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    onAuth: ({ username, password }, _session, done) =>
      password === 'geheim' ? done(null, { user: username }) : done(new Error('no')),
    onData: (stream, session, done) => {
      stream.toArray().then((parts) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, user: session.user, source: Buffer.concat(parts).toString(), secure: session.secure });
        done();
      }, done);
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { mails, hangUp, port: (server.server.address() as AddressInfo).port };
}

function open(port: number, settings: Partial<z.input<typeof smtp.config>> = {}) {
  const usual = { host: '127.0.0.1', port, from: 'Shop <codes@example.com>', verifyCertificate: false };
  const provider = smtp.open(smtp.config.parse({ ...usual, ...settings }), testContext());
  closing.push(() => provider.close());
  return provider;
}

const mail = { subject: 'Your Shop code — é', text: 'Code:\n\n482913\n', html: '<p>Code: <b>482913</b></p>' };
const code = testCode({ to: 'ann@example.org', region: null, mail });
const credentials = { username: 'codes', password: 'geheim' };

test('sends text and html with a subject, encrypted and signed in', async () => {
  const { mails, port } = await startServer();
  const provider = open(port, credentials);
  const { receipt, willReport } = await provider.send('email', code, testHelp());
  const [sent] = mails;
  assert.deepEqual([sent?.to, sent?.user, sent?.secure, willReport], [['ann@example.org'], 'codes', true, false]);
  assert.equal(receipt, `<${code.attemptId}@example.com>`);
  for (const line of [
    /^From: Shop <codes@example\.com>\r$/m,
    /^To: ann@example\.org\r$/m,
    /^Subject: =\?UTF-8\?/m,
    /^Auto-Submitted: auto-generated\r$/m,
    /^Content-Type: multipart\/alternative/m,
    /^Content-Type: text\/plain[\s\S]*482913[\s\S]*^Content-Type: text\/html[\s\S]*<b>482913<\/b>/m,
  ])
    assert.match(sent?.source ?? '', line);
  await provider.send('email', code, testHelp());
  assert.equal(mails.length, 2);
  assert.equal(provider.health().state, 'ok');
});

test('sends openly only where it is told to', async () => {
  const plain = await startServer({ disabledCommands: ['STARTTLS'], authOptional: true });
  await assert.rejects(open(plain.port).send('email', code, testHelp()), PermanentDeliveryError);
  await open(plain.port, { security: 'none' }).send('email', code, testHelp());
  assert.equal(plain.mails[0]?.secure, false);
  const tls = await startServer({ secure: true, authOptional: true });
  await open(tls.port, { security: 'tls' }).send('email', code, testHelp());
  assert.equal(tls.mails[0]?.secure, true);
  const strict = open(tls.port, { security: 'tls', verifyCertificate: true });
  await assert.rejects(strict.send('email', code, testHelp()), TemporaryDeliveryError);
});

test('tells a mailbox that is not there from a server in trouble', async () => {
  const refusing = (reply: number) =>
    startServer({
      authOptional: true,
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such user'), { responseCode: reply })),
    });
  const gone = open((await refusing(550)).port);
  await assert.rejects(
    gone.send('email', code, testHelp()),
    (error) => error instanceof PermanentDeliveryError && error.errorCode === 550 && !/ann/.test(error.message),
  );
  assert.equal(gone.health().state, 'ok');
  await assert.rejects(open((await refusing(450)).port).send('email', code, testHelp()), TemporaryDeliveryError);
  const stranger = open((await startServer()).port, { username: 'codes', password: 'wrong' });
  await assert.rejects(
    stranger.send('email', code, testHelp()),
    (error) => error instanceof PermanentDeliveryError && /refuses the credentials/.test(error.message),
  );
  assert.equal(stranger.health().state, 'degraded');
});

test('does not know what became of a mail whose end nobody answered', async () => {
  const { port, hangUp } = await startServer({
    authOptional: true,
    onData: (stream) => {
      stream.on('end', () => hangUp()).resume();
    },
  });
  await assert.rejects(open(port).send('email', code, testHelp()), UnknownOutcomeError);
});

test('waits for no answer once the code has expired, or the hub stops', async () => {
  const ending = new AbortController();
  const { port, hangUp } = await startServer({
    authOptional: true,
    onData: (stream) => {
      stream.on('end', () => ending.abort()).resume();
    },
  });
  await assert.rejects(
    open(port).send('email', code, testHelp({ signal: ending.signal })),
    (error) => error instanceof UnknownOutcomeError && /in time/.test(error.message),
  );
  hangUp();
});

test('refuses a sender that is no mailbox', () => {
  for (const from of ['Shop', 'Shop <a@b>\r\nBcc: c@d', 'a@b, c@d'])
    assert.equal(smtp.config.safeParse({ host: 'h', from }).success, false, from);
});
