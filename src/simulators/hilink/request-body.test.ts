import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from './codes.ts';
import { checkOrder, childText, parseRequest } from './request-body.ts';

const strict = { rejectWhitespace: true, rejectOrder: true, rejectAttributes: true };
const lenient = { rejectWhitespace: false, rejectOrder: false, rejectAttributes: false };

function isFormatError(error: unknown): boolean {
  return error instanceof Refusal && error.code === 100005;
}

test('one line of XML is read, with entities and with empty elements of both forms', () => {
  const body = '<?xml version="1.0" encoding="UTF-8"?><request><A>1 &lt; 2 &#40;x&#x29;</A><B></B><C/></request>';
  const request = parseRequest(body, strict);
  assert.equal(childText(request, 'A'), '1 < 2 (x)');
  assert.equal(childText(request, 'B'), '');
  assert.equal(childText(request, 'C'), '');
  assert.equal(childText(request, 'a'), undefined);
});

test('whitespace in a text stays, between tags it is refused where the device is strict', () => {
  assert.equal(childText(parseRequest('<request><A> x\n</A></request>', strict), 'A'), ' x\n');
  assert.throws(() => parseRequest('<request>\n<A>1</A></request>', strict), isFormatError);
  assert.throws(() => parseRequest('<request><A>1</A></request>\n', strict), isFormatError);
  assert.equal(childText(parseRequest('<request>\n <A>1</A>\n</request>\n', lenient), 'A'), '1');
});

test('attributes are refused where the device is strict', () => {
  const body = '<request><A type="int">1</A></request>';
  assert.throws(() => parseRequest(body, strict), isFormatError);
  assert.equal(childText(parseRequest(body, lenient), 'A'), '1');
});

test('tags out of order and unknown tags are refused where the device is strict', () => {
  const request = parseRequest('<request><B>2</B><A>1</A></request>', strict);
  assert.throws(() => checkOrder(request, ['A', 'B'], strict), isFormatError);
  assert.throws(() => checkOrder(request, ['A'], strict), isFormatError);
  checkOrder(request, ['A', 'B'], lenient);
});

for (const broken of [
  '',
  'x',
  '<request>',
  '<request></A>',
  '</request>',
  '<request></request><request></request>',
  '<response></response>',
  '<request><A>1 & 2</A></request>',
  '<request>x<A>1</A></request>',
  '<request><A>1</request></A>',
]) {
  test(`not well-formed: ${broken || 'nothing'}`, () => {
    assert.throws(() => parseRequest(broken, lenient), isFormatError);
  });
}
