import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokenXmlError, childNumber, childrenNamed, childText, decodeXmlBytes, escapeXml, parseXml } from './xml.ts';

test('reads elements with and without content, and drops attributes and the declaration', () => {
  const root = parseXml(
    '<?xml version="1.0" encoding="UTF-8"?>\r\n<response a="x>y">\n<Count>1</Count><Messages/><!-- <no> --></response>\n',
  );
  assert.equal(root.name, 'response');
  assert.deepEqual(
    root.children.map((child) => child.name),
    ['Count', 'Messages'],
  );
  assert.equal(childNumber(root, 'count'), 1);
  assert.equal(childNumber(root, 'missing'), undefined);
});

test('takes the first of several roots', () => {
  assert.equal(parseXml('<response>OK</response><salt>1</salt>').text, 'OK');
});

test('one child or many is the same list', () => {
  assert.equal(childrenNamed(parseXml('<M><Message/></M>'), 'Message').length, 1);
  assert.equal(childrenNamed(parseXml('<M><Message/><message/></M>'), 'Message').length, 2);
  assert.equal(childrenNamed(parseXml('<M></M>'), 'Message').length, 0);
});

test('decodes entities once, numeric ones too', () => {
  const text = childText(
    parseXml('<r><c>&#40;a&#x29; &amp;lt; &lt;b&gt; &#39;&quot;&apos; &nope; AT&T &#1;.</c></r>'),
    'c',
  );
  assert.equal(text, "(a) &lt; <b> '\"' &nope; AT&T  .");
});

test('joins an emoji that comes as two numeric halves', () => {
  assert.equal(childText(parseXml('<r><c>&#55357;&#56832;</c></r>'), 'c'), '😀');
});

test('keeps line feeds and blanks of a text, and a bare less-than sign', () => {
  assert.equal(childText(parseXml('<r><c> a\n b < 3 <3 </c></r>'), 'c'), ' a\n b < 3 <3 ');
});

test('blanks control bytes and repairs CESU-8 before decoding', () => {
  const bytes = Buffer.concat([Buffer.from('<c>'), Buffer.from('0001410beda0bdedb880', 'hex'), Buffer.from('</c>')]);
  assert.equal(parseXml(decodeXmlBytes(bytes)).text, '  A 😀');
});

test('refuses what is no document, without showing it', () => {
  for (const broken of ['', 'text', '<a><b></a>', '<a', '<a><b>424242</b>', '</a>', '{"a":1}', '<a>x</a>tail 42']) {
    assert.throws(
      () => parseXml(broken),
      (error) => error instanceof BrokenXmlError && !error.message.includes('42'),
    );
  }
  assert.throws(() => parseXml('<a>'.repeat(5000)), BrokenXmlError);
});

test('what is escaped comes back', () => {
  const text = `a < b & c > "d" 'e' &amp; ]]>`;
  assert.equal(parseXml(`<r>${escapeXml(text)}</r>`).text, text);
  assert.equal(escapeXml('a\x00b\x1fc\n'), 'a b c\n');
});
