import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTemplate, type PresentableMessage, type Presentation, present } from './present.ts';

const receivedAt = Date.UTC(2026, 10, 22, 12, 0, 0);
const message: PresentableMessage = {
  id: 'm1',
  revision: 1,
  sender: '+15550100004',
  text: 'Your GitHub code is 482913. Do not share it.',
  code: '482913',
  kind: 'one-time-code',
  service: 'GitHub',
  domain: null,
  receivedAt,
  sentAt: null,
  sentAtLocal: null,
  event: null,
  expiresAt: null,
  deliverUntil: receivedAt + 600_000,
  sources: ['stick'],
};
const plain: PresentableMessage = { ...message, text: 'Dinner at 8?', code: null, kind: null, service: null };
const presentation: Presentation = {
  deliveryId: 'd1',
  line: { id: 'burner', number: '+15550100001' },
  show: 'code',
  template: null,
  route: 'Friends',
  now: receivedAt + 20,
};

test('code: the code without the text', () => {
  const outgoing = present(message, presentation);
  assert.equal(outgoing.rendered, '482913 is your GitHub code. From +15550100004 to line burner.');
  assert.deepEqual([outgoing.show, outgoing.text, outgoing.code], ['code', null, '482913']);
});

test('code without a code becomes a notice', () => {
  const outgoing = present(plain, presentation);
  assert.equal(outgoing.rendered, 'A text from +15550100004 came to line burner.');
  assert.deepEqual([outgoing.show, outgoing.text, outgoing.code], ['notice', null, null]);
});

test('notice: neither text nor code, but what it is', () => {
  const outgoing = present({ ...message, domain: 'github.com' }, { ...presentation, show: 'notice' });
  assert.equal(outgoing.rendered, 'A GitHub code from +15550100004 came to line burner.');
  assert.deepEqual([outgoing.text, outgoing.code, outgoing.domain], [null, null, null]);
});

test('full: the code first, then the text', () => {
  const outgoing = present(message, { ...presentation, show: 'full' });
  assert.equal(
    outgoing.rendered,
    '482913 is your GitHub code. From +15550100004 to line burner:\nYour GitHub code is 482913. Do not share it.',
  );
  assert.equal(
    present(plain, { ...presentation, show: 'full' }).rendered,
    'A text from +15550100004 came to line burner:\nDinner at 8?',
  );
});

test('the words name the kind of code and the domain it is bound to', () => {
  const parcel = present({ ...message, kind: 'pick-up-code', service: null }, presentation);
  assert.equal(parcel.rendered, '482913 is your pick-up code. From +15550100004 to line burner.');
  const bound = present({ ...message, domain: 'github.com' }, presentation);
  assert.equal(bound.rendered, '482913 is your GitHub code for github.com. From +15550100004 to line burner.');
});

test('a template places code, service, sender, route, line and text', () => {
  const template = '{code}|{service}|{sender}|{route}|{line}|{text}';
  const outgoing = present(message, { ...presentation, show: 'full', template });
  assert.equal(outgoing.rendered, `482913|GitHub|+15550100004|Friends|burner|${message.text}`);
});

test('a value that looks like a placeholder stays as it is', () => {
  const tricky = { ...message, service: '{text}', text: 'geheim $& {code}' };
  assert.equal(present(tricky, { ...presentation, template: '{service} {code}' }).rendered, '{text} 482913');
  assert.equal(present(tricky, { ...presentation, show: 'full', template: '{text}' }).rendered, 'geheim $& {code}');
});

test('show wins over the template: nothing that it takes away comes back', () => {
  const template = '{text} {code} {service} {sender} {route} {line}';
  const secretService = { ...message, service: 'Login 482913' };
  for (const facts of [message, secretService, { ...message, domain: 'a482913.example' }]) {
    const notice = JSON.stringify(present(facts, { ...presentation, show: 'notice', template }));
    assert.doesNotMatch(notice, /482913|share/);
    const code = JSON.stringify(present(facts, { ...presentation, template }));
    assert.doesNotMatch(code, /share/);
  }
  assert.doesNotMatch(JSON.stringify(present(plain, { ...presentation, template })), /Dinner/);
});

test('where a template would have a hole the built-in words speak', () => {
  const notice = 'A text from +15550100004 came to line burner.';
  assert.equal(present(plain, { ...presentation, template: 'Code: {code}' }).rendered, notice);
  assert.equal(present(plain, { ...presentation, template: 'It says {text}' }).rendered, notice);
  assert.equal(present(message, { ...presentation, template: '{code} {text}' }).rendered, '482913');
  assert.equal(
    present(plain, { ...presentation, show: 'full', template: 'Code: {code}' }).rendered,
    'A text from +15550100004 came to line burner:\nDinner at 8?',
  );
});

test('words are never empty: where a template leaves nothing the built-in words speak', () => {
  const full: Presentation = { ...presentation, show: 'full' };
  assert.match(present({ ...plain, text: ' \n' }, { ...full, template: '{text}' }).rendered, /^A text from/);
  assert.match(present({ ...message, service: null }, { ...full, template: '{service}' }).rendered, /^482913 is/);
});

test('the first words of a text that is about no account are not told as its service', () => {
  const dinner = { ...plain, text: 'Dinner at eight: shall we?', service: 'Dinner at eight' };
  assert.doesNotMatch(JSON.stringify(present(dinner, presentation)), /Dinner/);
  assert.doesNotMatch(JSON.stringify(present(dinner, { ...presentation, template: '{service}!' })), /Dinner/);
  assert.equal(present(dinner, { ...presentation, show: 'full' }).service, 'Dinner at eight');
  const alert = { ...plain, kind: 'sign-in-alert' as const, service: 'GitHub' };
  assert.equal(present(alert, presentation).service, 'GitHub');
});

test('a late one says how late it is, with a template too', () => {
  const late = { ...presentation, now: receivedAt + 190_000 };
  assert.match(present(message, late).rendered, /burner\. \(3 min late\)$/);
  assert.equal(present(message, { ...late, template: '{code}' }).rendered, '482913 (3 min late)');
});

test('a purged text is a notice, a test says that it is one', () => {
  const purged = { ...message, text: null, code: null };
  assert.equal(present(purged, { ...presentation, show: 'full' }).show, 'notice');
  assert.match(present(message, { ...presentation, test: true }).rendered, /^Test: 482913 is/);
});

test('a sender cannot shape the words around it', () => {
  const outgoing = present({ ...message, sender: 'Bank\n\u202e000000 is your code' }, presentation);
  assert.equal(outgoing.rendered, '482913 is your GitHub code. From Bank 000000 is your code to line burner.');
});

test('an unknown placeholder is named with the known ones', () => {
  assert.equal(checkTemplate('{code} for {service}'), null);
  assert.equal(checkTemplate('no placeholder, but a brace }{'), null);
  assert.equal(
    checkTemplate('{code} {Sender}'),
    '{Sender} is not a placeholder; expected {code} {service} {sender} {route} {line} {text}',
  );
  assert.match(checkTemplate('{}') ?? '', /not a placeholder/);
  assert.match(checkTemplate(' ') ?? '', /empty/);
});

test('what befell a line is told whatever the destination shows, and is no text of somebody', () => {
  const words = 'Line burner (source stick): its device answers again.';
  const event: PresentableMessage = { ...plain, text: words, sender: 'Keypigeon', event: 'answering' };
  for (const show of ['full', 'code', 'notice'] as const) {
    const { rendered, text, code, event: told } = present(event, { ...presentation, show, template: '{code}' });
    assert.deepEqual([rendered, text, code, told], [words, words, null, 'answering']);
  }
});
