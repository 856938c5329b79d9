import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type JsonSchema, readSettings } from './setting.ts';
import { missing, outOfBounds, readAt, toSend, withAt } from './value.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['to', 'via', 'webhookUrl', 'when'],
  properties: {
    to: { type: 'string', description: 'The phone' },
    via: { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }], 'x-ref': 'line' },
    webhookUrl: { type: 'string', 'x-secret': true },
    dailyCap: { type: 'integer', minimum: 1, maximum: 10, default: 5 },
    format: { type: 'string', enum: ['json', 'text'] },
    fields: { type: 'object', additionalProperties: { type: 'string' } },
    loud: { type: 'boolean' },
    markRead: { type: 'boolean', default: true },
    rest: { type: 'array', items: { type: 'string' }, 'x-ref': 'destination' },
    when: {
      type: 'object',
      required: ['from'],
      properties: {
        from: { type: 'string', pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$' },
        timeZone: { type: 'string' },
        service: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
        days: { type: 'array', items: { type: 'string', enum: ['mon', 'tue'] } },
      },
    },
  },
};
const settings = readSettings(schema, ['nothing']);

describe('settings of a schema', () => {
  it('are asked for in the shape that fits', () => {
    assert.deepEqual(
      settings.map(({ name, shape, required }) => [name, shape, required]),
      [
        ['to', 'text', true],
        ['via', 'references', true],
        ['webhookUrl', 'secret', true],
        ['dailyCap', 'number', false],
        ['format', 'choice', false],
        ['fields', 'pairs', false],
        ['loud', 'maybe', false],
        ['markRead', 'flag', false],
        ['rest', 'references', false],
        ['when', 'group', true],
      ],
    );
    const when = settings.find(({ name }) => name === 'when');
    assert.deepEqual(when?.shape === 'group' ? when.inside.map(({ path, shape }) => [path, shape]) : [], [
      ['when.from', 'time'],
      ['when.timeZone', 'timeZone'],
      ['when.service', 'lines'],
      ['when.days', 'choices'],
    ]);
  });
});

describe('the value of a form', () => {
  it('is read and changed by path, the rest staying', () => {
    const value = { when: { from: '22:00', days: ['mon'] }, to: 'x' };
    assert.equal(readAt(value, 'when.from'), '22:00');
    assert.equal(readAt(value, 'none.there'), undefined);
    assert.deepEqual(withAt(value, 'when.days', undefined), { to: 'x', when: { from: '22:00' } });
    assert.deepEqual(withAt({}, 'when.from', '08:00'), { when: { from: '08:00' } });
  });

  it('is sent without what is empty, and never with a secret that was not typed', () => {
    const value = { to: '', via: ['a'], webhookUrl: { secret: true }, when: { from: '' }, stranger: 1 };
    assert.deepEqual(toSend(value, settings), { via: ['a'] });
    assert.deepEqual(toSend({ webhookUrl: ' https://x ' }, settings), { webhookUrl: 'https://x' });
  });

  it('says that a secret ends, and keeps an empty list that means none', () => {
    assert.deepEqual(toSend({ webhookUrl: null, rest: [] }, settings), { webhookUrl: null, rest: [] });
  });

  it('tells numbers that are out of bounds', () => {
    const paths = (value: Record<string, unknown>) => outOfBounds(value, settings).map(({ path }) => path);
    assert.deepEqual(paths({ dailyCap: 10 }), []);
    for (const wrong of [0, 11, 1.5, Number.NaN]) assert.deepEqual(paths({ dailyCap: wrong }), ['dailyCap']);
  });

  it('says what is missing', () => {
    assert.deepEqual(missing({ webhookUrl: { secret: true }, via: [] }, settings), ['to', 'via']);
    assert.deepEqual(missing({ to: ' ', via: 'a', webhookUrl: null }, settings), ['to', 'webhookUrl']);
    assert.deepEqual(missing({ to: '1', via: ['a'], webhookUrl: 'x', when: {} }, settings), ['when.from']);
  });
});
