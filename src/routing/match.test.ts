import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../domain/line.ts';
import type { RoutableMessage, Route } from '../domain/route.ts';
import { explainTrace } from './explain.ts';
import { compileRoutes, matchRoutes, type RoutingContext } from './match.ts';

const line: Line = { id: 'office', number: '+15550100002', ownerId: 'ann', unmatched: null };
const message: RoutableMessage = {
  lineId: 'office',
  sender: '+15550100004',
  text: 'Acme: sesame 481920',
  service: 'Acme',
  hasCode: true,
  receivedAt: Date.UTC(2025, 10, 14, 12, 0),
  event: null,
};

function route(name: string, fields: Partial<Route>): Route {
  return { id: name, name, revision: 1, when: {}, to: [], stop: false, ...fields };
}

function context(fields: Partial<RoutingContext> = {}): RoutingContext {
  return {
    line,
    destinationsOf: (owner) => (owner === 'ann' ? ['desk'] : ['bob-desk']),
    isUsable: () => true,
    ...fields,
  };
}

function goes(routes: Route[], change: Partial<RoutableMessage> = {}, around: Partial<RoutingContext> = {}) {
  const trace = matchRoutes(compileRoutes(routes, 'US'), { ...message, ...change }, context(around));
  return { to: trace.destinations.map((one) => one.destinationId), fallback: trace.fallback, trace };
}

function matches(when: Route['when'], change: Partial<RoutableMessage> = {}): boolean {
  return goes([route('r', { when, to: ['x'] })], change).to.includes('x');
}

test('every matching route adds its destinations, each once, by the first that names it', () => {
  const { trace } = goes([route('a', { to: ['x', 'y'] }), route('b', { to: ['y', 'z', 'z'] })]);
  assert.deepEqual(trace.destinations, [
    { destinationId: 'x', route: 'a' },
    { destinationId: 'y', route: 'a' },
    { destinationId: 'z', route: 'b' },
  ]);
});

test('stop ends only by a route that matched', () => {
  const never = route('never', { when: { line: 'other' }, to: ['n'], stop: true });
  const { to, trace } = goes([never, route('a', { to: ['x'], stop: true }), route('b', { to: ['y'] })]);
  assert.deepEqual(to, ['x']);
  assert.deepEqual(
    trace.routes.map((one) => one.verdict),
    ['not matched', 'matched', 'not reached'],
  );
});

test('all conditions must hold, and a list is an or', () => {
  assert(matches({ line: ['burner', 'office'], hasCode: true }));
  assert(!matches({ line: 'office', hasCode: false }));
  assert(!matches({ line: 'burner' }));
});

test('numbers compare in E.164, names and short codes as written', () => {
  assert(matches({ sender: '(555) 010-0004' }));
  assert(matches({ sender: ['+15550100009', '+1 555 010 0004'] }));
  assert(matches({ sender: '+15550100004' }, { sender: '5550100004' }));
  assert(matches({ sender: 'GitHub' }, { sender: 'GitHub' }));
  assert(!matches({ sender: 'github' }, { sender: 'GitHub' }));
  assert(matches({ sender: '87121' }, { sender: '87121' }));
  assert(!matches({ sender: '+187121' }, { sender: '87121' }));
  assert(matches({ senderPrefix: '+1555' }));
  assert(!matches({ senderPrefix: '+44' }));
});

test('expressions are found anywhere and take linear time', () => {
  assert(matches({ senderMatches: '^\\+1555\\d+$' }));
  assert(matches({ textMatches: '(?i)SESAME \\d{6}' }));
  assert(!matches({ textMatches: '^sesame' }));
  assert(!matches({ textMatches: '(a+)+$' }, { text: `${'a'.repeat(20_000)}!` }));
});

test('an expression that RE2 lacks is refused in one line', () => {
  for (const textMatches of ['a(?=b)', '(?<!a)b', '(a', '\\1', 'x'.repeat(3000)]) {
    assert.throws(() => compileRoutes([route('r', { when: { textMatches } })]), {
      code: 'invalid-configuration',
      message: /^[^\n]+$/,
    });
  }
});

test('services compare without regard to case', () => {
  assert(matches({ service: 'ACME' }));
  assert(matches({ service: ['GitHub', 'acme'] }));
  assert(!matches({ service: 'Acm' }));
  assert(!matches({ service: 'Acme' }, { service: null }));
});

test("what no route matched goes to the line's choice, else to the owner's, else nowhere", () => {
  const unmatched = { ...line, unmatched: ['chosen', 'chosen'] };
  assert.deepEqual(pick(goes([], {}, { line: unmatched })), { to: ['chosen'], fallback: 'line' });
  assert.deepEqual(pick(goes([])), { to: ['desk'], fallback: 'owner' });
  assert.deepEqual(pick(goes([], {}, { destinationsOf: () => [] })), { to: [], fallback: 'nowhere' });
  assert.deepEqual(pick(goes([], {}, { line: { ...line, unmatched: [] } })), { to: [], fallback: 'nowhere' });
});

test('destinations that are turned off are passed over, and a text is not lost by that', () => {
  const isUsable = (id: string) => id !== 'off';
  assert.deepEqual(pick(goes([route('a', { to: ['off', 'x'] })], {}, { isUsable })), { to: ['x'], fallback: null });
  assert.deepEqual(pick(goes([route('a', { to: ['off'] })], {}, { isUsable })), { to: ['desk'], fallback: 'owner' });
  const chosenOff = { ...line, unmatched: ['off'] };
  assert.deepEqual(pick(goes([], {}, { isUsable, line: chosenOff })), { to: ['desk'], fallback: 'owner' });
});

test('a route without destinations drops what it matches', () => {
  assert.deepEqual(pick(goes([route('spam', { stop: true })])), { to: [], fallback: null });
});

test('the explanation names routes, reasons and destinations, and nothing of the message', () => {
  const routes = [
    route('Night', { when: { service: 'GitHub', textMatches: 'zzz' }, to: ['x'] }),
    route('Codes', { when: { hasCode: true }, to: ['x', 'off'], stop: true, revision: 3 }),
    route('Rest', { to: ['y'] }),
  ];
  const { trace } = goes(routes, {}, { isUsable: (id) => id !== 'off' });
  assert.deepEqual(explainTrace(trace), [
    'Route "Night" (revision 1) did not match: textMatches matches /zzz/: no; service is GitHub: no.',
    'Route "Codes" (revision 3) matched: hasCode a code in the text: yes. It names x, off and stops.',
    'Route "Rest" (revision 1) was not reached: an earlier route stopped.',
    'Not to off: it is turned off or gone.',
    'To x by route "Codes".',
  ]);
  assert(!JSON.stringify(trace).includes('sesame'));
  assert(!JSON.stringify(trace).includes('481920'));
});

test('every fallback is explained', () => {
  const lines = (around: Partial<RoutingContext>) => explainTrace(goes([], {}, around).trace).join('\n');
  assert.match(lines({ line: { ...line, unmatched: ['x'] } }), /No route matched: it goes to the line's "unmatched"/);
  assert.match(lines({}), /to the destinations of the line's owner/);
  assert.match(lines({ destinationsOf: () => [] }), /goes nowhere/);
  assert.match(explainTrace(goes([route('spam', {})]).trace).join('\n'), /drops it/);
});

test('events go where a route asks for them, and nowhere else', () => {
  const event = { event: 'deregistered', text: 'Line office: no network', hasCode: false, service: null } as const;
  assert(matches({ event: 'deregistered' }, event));
  assert(matches({ event: ['silent', 'deregistered'] }, event));
  assert(matches({ event: 'any', line: 'office' }, event));
  assert(!matches({ event: 'any', line: 'burner' }, event));
  assert(!matches({ event: 'sim-changed' }, event));
  assert(!matches({}, event), 'a route that takes every text takes no event');
  assert(!matches({ event: 'any' }), 'nor does one for events take a text');
  const unmatched = { line: { ...line, unmatched: ['chosen'] } };
  assert.deepEqual(pick(goes([], event, unmatched)), { to: [], fallback: 'nowhere' });
  const { trace } = goes([route('Alarm', { when: { event: ['deregistered', 'silent'] }, to: ['x'] })], event);
  assert.deepEqual(explainTrace(trace), [
    'Route "Alarm" (revision 1) matched: event is deregistered or silent: yes. It names x.',
    'To x by route "Alarm".',
  ]);
});

function pick({ to, fallback }: ReturnType<typeof goes>) {
  return { to, fallback };
}
