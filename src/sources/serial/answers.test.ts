import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as answers from './answers.ts';

const pdu = '07915155100090F9040B915155100000F40000621132605074000548656C6C6F';

test('lists of texts are read with fields left out', () => {
  const lines = ['+CMGL: 4,1,,24', pdu, '+CMGL: 0,1,24', pdu, '+CMGL: 7,1,"",24', pdu, '+CMGL: 8,0,,24'];
  assert.deepEqual(
    answers.parseList(lines).map(({ index, length }) => [index, length]),
    [
      [4, 24],
      [0, 24],
      [7, 24],
    ],
  );
  assert.deepEqual(answers.parseRead(['+CMGR: 0,23', pdu], 3), { index: 3, pdu, length: 23 });
  assert.equal(answers.parseRead(['+CMGR: 0,,0'], 3), null);
  assert.equal(answers.parseRead([], 3), null);
});

test('what a modem offers is read', () => {
  assert.deepEqual(answers.parseNames('+CPMS: ("SM","ME"),("SM","ME"),("SM","MT")'), [
    ['SM', 'ME'],
    ['SM', 'ME'],
    ['SM', 'MT'],
  ]);
  assert.deepEqual(answers.parseRanges('+CNMI: (0-2),(0,1,3),(0,2-3),(0-2),(1)'), [
    [0, 1, 2],
    [0, 1, 3],
    [0, 2, 3],
    [0, 1, 2],
    [1],
  ]);
  assert.deepEqual(answers.parseArrival('+CMTI: "ME",12'), { memory: 'ME', index: 12 });
});

test('a registration is read from an answer and from a report, whichever network it is', () => {
  assert.equal(answers.parseRegistration('+CREG: 2,1,"1F41","0B2C3D"'), 1);
  assert.equal(answers.parseRegistration('+CREG: 5,"1F41","0B2C3D",7'), 5);
  assert.equal(answers.parseRegistration('+CREG: 3'), 3);
  assert.equal(answers.bestRegistration([0, 2, 1]), 'home');
  assert.equal(answers.bestRegistration([2, null, null]), 'searching');
  assert.equal(answers.bestRegistration([null]), null);
  assert.equal(answers.parseSignal('+CSQ: 99,99'), null);
  assert.equal(answers.parseSignal('+CSQ: 31,0'), -51);
  assert.equal(answers.parseOperator('+COPS: 0'), null);
});
