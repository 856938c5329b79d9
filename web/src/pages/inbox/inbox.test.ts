import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coverCode, groupsOf } from './code-shape.ts';
import { withMessage } from './sorted.ts';

const message = (id: string, code = '1') => ({ id, code }) as never;

describe('codes as they are shown', () => {
  it('are put in groups that are easy to read out', () => {
    const shown = (code: string) =>
      groupsOf(code)
        .map(({ text }) => text)
        .join(' ');
    assert.deepEqual(['1234', '12345', '123456', '1234567', '12345678', '123456789', 'AB12CD'].map(shown), [
      '1234',
      '12345',
      '123 456',
      '1234567',
      '1234 5678',
      '123 456 789',
      'AB1 2CD',
    ]);
  });

  it('are covered in the text beside them, in whatever groups they stand', () => {
    assert.equal(coverCode('Your code: 123-456.', '123456'), 'Your code: ••••••.');
    assert.equal(coverCode('Code 12 34 56, again 123456', '123456'), 'Code ••••••, again ••••••');
    assert.equal(coverCode('G-1.5 is g-1.5', 'G-1.5'), '••••• is •••••');
  });

  it('leave nothing of a text in which they cannot be found', () => {
    assert.equal(coverCode('کد شما ۱۲۳۴۵۶', '123456'), '•••');
  });
});

describe('messages in their order', () => {
  it('take their place by id, and once only', () => {
    const list = [message('c'), message('a')];
    assert.deepEqual(
      withMessage(list, message('b')).map(({ id }) => id),
      ['c', 'b', 'a'],
    );
    assert.deepEqual(
      withMessage(list, message('d')).map(({ id }) => id),
      ['d', 'c', 'a'],
    );
    assert.deepEqual(
      withMessage(list, message('0')).map(({ id }) => id),
      ['c', 'a', '0'],
    );
    assert.deepEqual(
      withMessage(list, message('a', '2')).map(({ code }) => code),
      ['1', '2'],
    );
  });
});
