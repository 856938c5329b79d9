import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RouteCondition } from '../domain/route.ts';
import { compileRoutes, matchRoutes } from './match.ts';
import { type PastMessage, rehearse, textAnswers } from './rehearse.ts';

const line = { id: 'burner', number: null, ownerId: 'ann', unmatched: ['home'] };
const context = { line, destinationsOf: () => [], isUsable: () => true, isUnproven: () => false };
const message: PastMessage = {
  ...{ lineId: 'burner', sender: '12345', text: null, service: 'Acme', hasCode: true, receivedAt: 0, event: null },
  answers: new Map(),
};

function routes(...conditions: [RouteCondition, string, boolean?][]) {
  return compileRoutes(
    conditions.map(([when, to, stop = false]) => ({ id: to, name: to, revision: 1, when, to: [to], stop })),
  );
}

test('what no route asks the text for is judged without it', () => {
  assert.deepEqual(rehearse(routes([{ service: 'acme' }, 'a']), message, context), ['a']);
  assert.deepEqual(rehearse(routes([{ service: 'other' }, 'a']), message, context), ['home']);
});

test('a route that asks an erased text cannot be judged, unless all else keeps it from matching', () => {
  assert.equal(rehearse(routes([{ textMatches: 'x' }, 'a']), message, context), null);
  assert.deepEqual(rehearse(routes([{ textMatches: 'x', service: 'other' }, 'a']), message, context), ['home']);
  assert.deepEqual(rehearse(routes([{}, 'a', true], [{ textMatches: 'x' }, 'b']), message, context), ['a']);
  assert.equal(rehearse(routes([{ textMatches: 'x' }, 'b', true], [{}, 'a']), message, context), null);
});

test('what was asked of the text when it came is known', () => {
  const compiled = routes([{ textMatches: 'code' }, 'a'], [{ textMatches: 'bank' }, 'b']);
  const trace = matchRoutes(compiled, { ...message, text: 'Your code' }, context);
  const known = { ...message, answers: textAnswers(trace) };
  assert.deepEqual(rehearse(routes([{ textMatches: 'code', hasCode: true }, 'c']), known, context), ['c']);
  assert.deepEqual(rehearse(routes([{ textMatches: 'bank' }, 'c']), known, context), ['home']);
  assert.equal(rehearse(routes([{ textMatches: 'other' }, 'c']), known, context), null);
});

test('a text that is there is asked itself', () => {
  const present = { ...message, text: 'Your code' };
  assert.deepEqual(rehearse(routes([{ textMatches: 'code' }, 'a']), present, context), ['a']);
});
