import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from './session.ts';
import { ok, startDevice } from './test-device.ts';

/** A token as long as real ones, recognisable by its first letter. */
const token = (letter: string) => letter.repeat(32);

test('family B: session and token of SesTokInfo, and each answer brings the next token', async (t) => {
  let next = 'b';
  const device = await startDevice(t, ({ call }) => {
    if (call.endsWith('/SesTokInfo')) {
      return { body: ok(`<SesInfo>SessionID=abc+/=</SesInfo><TokInfo>${token('a')}</TokInfo>`) };
    }
    if (!call.startsWith('POST')) return undefined;
    const header = token(next);
    next = String.fromCharCode(next.charCodeAt(0) + 1);
    return { headers: { __RequestVerificationToken: header }, body: ok() };
  });
  const session = new Session(device.url, device.wire);
  await session.open();
  for (let count = 0; count < 3; count++) await session.post('x', 'body');
  const posts = device.seen.filter(({ call }) => call === 'POST /api/x');
  assert.equal(session.family, 'B');
  assert.deepEqual(
    posts.map((seen) => seen.token),
    [token('a'), token('b'), token('c')],
  );
  assert.ok(posts.every((seen) => seen.cookie === 'SessionID=abc+/='));
});

test('family B: a SesInfo without the name of the cookie', async (t) => {
  const device = await startDevice(t, ({ call }) =>
    call.endsWith('/SesTokInfo') ? { body: ok(`<SesInfo>abc</SesInfo><TokInfo>${token('a')}</TokInfo>`) } : undefined,
  );
  const session = new Session(device.url, device.wire);
  await session.open();
  await assert.rejects(session.get('x'));
  assert.equal(device.seen.at(-1)?.cookie, 'SessionID=abc');
});

test('a page of a mebibyte of tags that do not end holds nothing up', async (t) => {
  const page = `<!DOCTYPE html>${'<meta '.repeat(170_000)}`;
  const device = await startDevice(t, ({ call }) => (call === 'GET /' ? { body: page } : undefined));
  const session = new Session(device.url, device.wire);
  await session.open();
  assert.equal(session.family, 'A');
});

test('a home page elsewhere is not looked for', async (t) => {
  for (const location of ['foo://127.0.0.1/', 'file://127.0.0.1/', 'http://203.0.113.9/', 'http://[']) {
    const device = await startDevice(t, ({ call }) =>
      call === 'GET /' ? { status: 302, headers: { Location: location }, body: '' } : undefined,
    );
    const session = new Session(device.url, device.wire);
    await session.open();
    assert.equal(session.baseUrl, device.url);
  }
});

test('family C: tokens of the page are used up in order, then those of the headers, then fresh ones', async (t) => {
  const page = `<html><head><meta name="csrf_token" content="${token('a')}"/>\n<meta name="csrf_token" content="${token('b')}"></head>`;
  const device = await startDevice(t, ({ call, token: sent }) => {
    if (call === 'GET /') return { headers: { 'Set-Cookie': 'SessionID=1; path=/; HttpOnly' }, body: page };
    const pushes = sent === token('a');
    const headers = { __RequestVerificationTokenone: token('c'), __RequestVerificationTokentwo: token('d') };
    return { headers: pushes ? { ...headers, 'Set-Cookie': 'lang=en' } : {}, body: ok() };
  });
  const session = new Session(device.url, device.wire);
  await session.open();
  for (let count = 0; count < 5; count++) await session.post('x', 'body');
  const posts = device.seen.filter(({ call }) => call === 'POST /api/x');
  assert.equal(session.family, 'C');
  assert.deepEqual(
    posts.map((seen) => seen.token?.[0]),
    ['a', 'b', 'c', 'd', 'a'],
  );
  assert.equal(posts.at(-1)?.cookie, 'SessionID=1; lang=en', 'a cookie that is no session does not replace it');
});

test('family D: the last 32 of 64 characters', async (t) => {
  const device = await startDevice(t, ({ call }) => {
    if (call === 'GET /') return { headers: { 'Set-Cookie': 'SessionID=1' }, body: '<html></html>' };
    return call.endsWith('webserver/token')
      ? { body: ok(`<token>${token('x')}${token('a')}</token>`) }
      : { body: ok() };
  });
  const session = new Session(device.url, device.wire);
  await session.open();
  await session.post('x', 'body');
  assert.equal(session.family, 'D');
  assert.equal(device.seen.at(-1)?.token, token('a'));
});

test('family A: no tokens at all', async (t) => {
  const device = await startDevice(t, ({ call }) => (call.startsWith('POST') ? { body: ok() } : undefined));
  const session = new Session(device.url, device.wire);
  await session.open();
  await session.post('x', 'body');
  assert.equal(session.family, 'A');
  assert.equal(device.seen.at(-1)?.token, undefined);
});

test('after a login only the first token of the new header counts, and the old ones are void', async (t) => {
  const page = `<meta name="csrf_token" content="${token('a')}"><meta name="csrf_token" content="${token('b')}">`;
  const device = await startDevice(t, ({ call }) => {
    if (call === 'GET /') return { body: page };
    const header = [token('c'), token('d'), token('e')].join('#');
    return { headers: { __RequestVerificationToken: header, 'Set-Cookie': 'SessionID=2' }, body: ok() };
  });
  const session = new Session(device.url, device.wire);
  await session.open();
  await session.post('user/login', 'body', { renewsTokens: true });
  await session.post('x', 'body');
  assert.equal(device.seen.at(-1)?.token, token('c'));
  assert.equal(device.seen.at(-1)?.cookie, 'SessionID=2');
});

test('the home page is followed within the device, never elsewhere', async (t) => {
  const device = await startDevice(t, ({ call }) => {
    if (call === 'GET /') return { status: 307, headers: { location: '/html/home.html' } };
    if (call === 'GET /html/home.html') return { body: `<meta name="csrf_token" content="${token('a')}">` };
    return undefined;
  });
  const session = new Session(device.url, device.wire);
  await session.open();
  assert.equal(session.family, 'C');
  const straying = await startDevice(t, ({ call }) =>
    call === 'GET /' ? { status: 302, headers: { location: 'http://localhost:1/' } } : undefined,
  );
  const other = new Session(straying.url, straying.wire);
  await other.open();
  assert.equal(other.baseUrl, straying.url);
  assert.equal(other.family, 'A');
});
