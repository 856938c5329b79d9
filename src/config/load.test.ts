import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Configuration } from './configuration.ts';
import { readConfiguration } from './load.ts';
import { formatProblem } from './problem.ts';
import { testKinds } from './test-kinds.ts';

function read(text: string): Configuration {
  const { configuration, problems } = readConfiguration(text, testKinds);
  assert.deepEqual(problems, []);
  assert(configuration !== null);
  return configuration;
}

function problemsOf(text: string): string[] {
  return readConfiguration(text, testKinds).problems.map((problem) => formatProblem(problem, 'k.yaml'));
}

const sending = { everySeconds: null, perDay: 100_000 };

const whole = `
publicUrl: https://codes.example.com/
defaultRegion: US
network: { allowHosts: [127.0.0.1, 192.168.1.0/24] }
broker: { username: hub, password: "\${BROKER_PASSWORD}" }
people:
  - { id: ann, name: Ann }
  - { id: bob, name: Bob }
lines:
  - { id: burner, number: "(555) 010-0001", owner: ann }
  - { id: office, owner: bob, unmatched: [desk] }
sources:
  - { id: stick, kind: probe, line: burner, url: "http://192.168.8.1", password: "\${STICK_PASSWORD}" }
destinations:
  - { id: desk, kind: bell, owner: ann, url: "\${BELL_URL}", token: "\${file:/run/secrets/bell}", show: full, via: office }
  - { id: hall, kind: bell, owner: bob, enabled: false, url: "https://example.com", token: "\${T}", template: "{code}!" }
providers:
  - { id: acme, kind: pigeon, url: "https://example.com", token: "\${T}", owner: bob, regions: [US, CA] }
  - { id: spare, kind: pigeon, url: "https://example.com", token: "\${T}", enabled: false, reportWithinSeconds: 90 }
routes:
  - { name: Büro & more, when: { sender: [GitHub], time: { from: "22:00", until: "06:00", days: [fri] } }, to: [desk, hall], stop: true }
  - { name: Spam, to: [] }
canaries: [{ id: daily, to: burner, via: acme, everyMinutes: 1440 }]
`;

test('a whole file is read, with defaults, and references stay', () => {
  assert.deepEqual(read(whole), {
    publicUrl: 'https://codes.example.com',
    defaultRegion: 'US',
    network: { allowHosts: ['127.0.0.1', '192.168.1.0/24'], serveHosts: [], trustedProxies: ['127.0.0.0/8', '::1'] },
    broker: { listen: '127.0.0.1:1883', username: 'hub', password: '${BROKER_PASSWORD}' },
    commands: { mqtt: null },
    people: [
      { id: 'ann', name: 'Ann' },
      { id: 'bob', name: 'Bob' },
    ],
    lines: [
      { id: 'burner', number: '+15550100001', owner: 'ann', unmatched: null, sending },
      { id: 'office', number: null, owner: 'bob', unmatched: ['desk'], sending },
    ],
    sources: [
      {
        id: 'stick',
        kind: 'probe',
        line: 'burner',
        enabled: true,
        settings: { url: 'http://192.168.8.1', password: '${STICK_PASSWORD}' },
      },
    ],
    destinations: [
      {
        id: 'desk',
        kind: 'bell',
        owner: 'ann',
        enabled: true,
        show: 'full',
        template: null,
        settings: { url: '${BELL_URL}', token: '${file:/run/secrets/bell}', via: 'office' },
      },
      {
        id: 'hall',
        kind: 'bell',
        owner: 'bob',
        enabled: false,
        show: 'code',
        template: '{code}!',
        settings: { url: 'https://example.com', token: '${T}' },
      },
    ],
    providers: [
      {
        ...{ id: 'acme', kind: 'pigeon', enabled: true, owner: 'bob', regions: ['US', 'CA'] },
        ...{ reportWithinSeconds: 40, settings: { url: 'https://example.com', token: '${T}' } },
      },
      {
        ...{ id: 'spare', kind: 'pigeon', enabled: false, owner: null, regions: null },
        ...{ reportWithinSeconds: 90, settings: { url: 'https://example.com', token: '${T}' } },
      },
    ],
    canaries: [{ id: 'daily', to: 'burner', via: 'acme', everyMinutes: 1440, lostAfterSeconds: 300, enabled: true }],
    routes: [
      {
        id: 'buro-more',
        name: 'Büro & more',
        when: { sender: ['GitHub'], time: { from: '22:00', until: '06:00', days: ['fri'] } },
        to: ['desk', 'hall'],
        stop: true,
      },
      { id: 'spam', name: 'Spam', when: {}, to: [], stop: false },
    ],
  });
});

test('one person and one line need not be named', () => {
  const { people, lines, sources } = read('lines: [{id: l}]\nsources: [{id: s, kind: probe, url: "http://192.0.2.1"}]');
  assert.deepEqual(people, [{ id: 'owner', name: 'Owner' }]);
  assert.equal(lines[0]?.owner, 'owner');
  assert.equal(sources[0]?.line, 'l');
});

test('an empty file is a configuration with nothing in it', () => {
  for (const text of ['', '# nothing\n', '{}']) assert.deepEqual(read(text).lines, []);
});

const people = 'people: [{id: ann, name: Ann}, {id: bob, name: Bob}]\n';
const wrong: [text: string, ...problems: string[]][] = [
  [
    'a: [1',
    'k.yaml:1:6: this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['a: *b', 'k.yaml:1:1: this is not YAML: Unresolved alias (the anchor must be set before the alias): b'],
  ['lines: []\nlines: []', 'k.yaml:2:1: this is not YAML: Map keys must be unique'],
  ['just words', 'k.yaml:1:1: expected a map of settings; there is text of 10 characters'],
  ['lins: []', 'k.yaml:1:1: lins: this setting is not known; did you mean lines?'],
  ['lines: 5', 'k.yaml:1:8: lines: expected a list; there is a number'],
  ['lines:\n  - { number: "+15550100001" }', 'k.yaml:2:5: lines[0].id: this setting is missing; expected text'],
  [
    'lines:\n  - { id: a, number: +15550100001 }',
    'k.yaml:2:22: lines[0].number: expected text: put it in quotes; there is a number',
  ],
  [
    'lines:\n  - { id: a, number: "12" }',
    'k.yaml:2:22: lines[0].number: This is not a phone number: expected + and the country code, as in +15550100001 (national numbers need defaultRegion)',
  ],
  [
    'lines:\n  - { id: a, number: "+15550100001" }\n  - { id: a, number: "+1 555 010 0001" }',
    'k.yaml:3:11: lines[1].id: this id is taken by an earlier one of the lines',
    'k.yaml:3:22: lines[1].number: an earlier line has this number',
  ],
  [`${people}lines: [{id: a, owner: anm}]`, 'k.yaml:2:24: lines[0].owner: there is no person "anm"; did you mean ann?'],
  [`${people}lines: [{id: a}]`, 'k.yaml:2:9: lines[0]: owner is missing: there are several people'],
  [
    'lines: [{id: a, unmatched: [x]}]',
    'k.yaml:1:29: lines[0].unmatched[0]: there is no destination "x"; expected one that this file names',
  ],
  [
    'sources: [{id: s, kind: prob}]',
    'k.yaml:1:25: sources[0].kind: there is no kind "prob"; did you mean probe?',
    'k.yaml:1:11: sources[0]: there is no line yet: expected one under lines',
  ],
  [
    'lines: [{id: a}]\nsources:\n  - id: s\n    kind: probe\n    pasword: hunter2\n    pollSeconds: 0\n    ears: { lefd: true }',
    'k.yaml:3:5: sources[0].url: this setting is missing; expected text',
    'k.yaml:5:5: sources[0].pasword: this setting is not known; did you mean password?',
    'k.yaml:6:18: sources[0].pollSeconds: expected a number that is at least 0.1; there is a number',
    'k.yaml:7:13: sources[0].ears.lefd: this setting is not known; did you mean left?',
  ],
  [
    'destinations:\n  - { id: d, kind: bell, url: https://example.com, token: "", format: hilnk, template: "{cod}", via: l }',
    'k.yaml:2:59: destinations[0].token: expected text that is not empty; there is text of 0 characters',
    'k.yaml:2:71: destinations[0].format: expected one of plain, hilink; there is "hilnk"',
    'k.yaml:2:88: destinations[0].template: {cod} is not a placeholder; expected {code} {service} {sender} {route} {line} {text}',
    'k.yaml:2:102: destinations[0].via: there is no line "l"; expected one that this file names',
  ],
  [
    'providers: [{id: p, kind: pigeon, url: "https://example.com", token: x, owner: anm, regions: [UK]}, {id: line, kind: bell}]',
    'k.yaml:1:80: providers[0].owner: there is no person "anm"; expected one of owner',
    'k.yaml:1:95: providers[0].regions[0]: expected a region by its ISO 3166 code in capitals, as US or GB',
    'k.yaml:1:106: providers[1].id: line means the own lines; expected another id',
    'k.yaml:1:118: providers[1].kind: there is no kind "bell"; expected one of pigeon',
  ],
  [
    'lines: [{id: a, number: "+15550100001"}, {id: b}]\ncanaries: [{id: x, to: a, via: a}, {id: x, to: b, via: c}, {id: y, to: d, via: b}]',
    'k.yaml:2:32: canaries[0].via: expected another line than the one that it tests',
    'k.yaml:2:41: canaries[1].id: this id is taken by an earlier one',
    'k.yaml:2:48: canaries[1].to: line b has no number: expected one, so that it can be texted',
    'k.yaml:2:56: canaries[1].via: there is no line or provider "c"; did you mean a?',
    'k.yaml:2:72: canaries[2].to: there is no line "d"; did you mean a?',
  ],
  [
    'routes: [{name: A, to: [x]}]',
    'k.yaml:1:25: routes[0].to[0]: there is no destination "x"; expected one that this file names',
  ],
  [
    'routes: [{name: A b, to: []}, {name: a-B, to: []}]',
    'k.yaml:1:38: routes[1].name: an earlier route has this name; expected one of its own, because a trace names routes',
  ],
  [
    'routes: [{name: A, when: {sender: 87121}, to: []}]',
    'k.yaml:1:35: routes[0].when.sender: expected text: put it in quotes or a list; there is a number',
  ],
  [
    'routes: [{name: A, when: {textMatches: "a(?=b)"}, to: []}]',
    'k.yaml:1:40: routes[0].when.textMatches: This is not a regular expression in RE2 syntax: look-ahead and look-behind are not offered; use two conditions or two routes instead',
  ],
  [
    'routes: [{name: A, when: {time: {from: "22:00", until: "06:00", timeZone: Mars}}, to: []}]',
    'k.yaml:1:33: routes[0].when.time: This is not a time window: a time zone is an IANA name, as in Europe/Berlin; this one is "Mars"',
  ],
  ['defaultRegion: UK', 'k.yaml:1:16: defaultRegion: expected a region by its ISO 3166 code in capitals, as US or GB'],
  [
    'network: {allowHosts: ["a b"]}',
    'k.yaml:1:24: network.allowHosts[0]: "a b" in allowHosts is not a host name, an address or a block such as 192.168.0.0/16',
  ],
  [
    'publicUrl: ftp://x',
    'k.yaml:1:12: publicUrl: expected an address as https://codes.example.com, without query and user name',
  ],
];

for (const [text, ...problems] of wrong) {
  test(`says what is wrong with: ${text.replaceAll('\n', ' ⏎ ')}`, () => {
    assert.deepEqual(problemsOf(text).sort(), problems.sort());
  });
}

test('no text of the file stands in a problem about a secret', () => {
  const text = 'destinations: [{id: d, kind: bell, url: hunter2, token: {a: hunter2}}]';
  assert(!problemsOf(text).join().includes('hunter2'));
});

test('a file of any size and a bomb of aliases are refused', () => {
  assert.match(problemsOf(`# ${'x'.repeat(2_000_000)}`)[0] ?? '', /at most/);
  const bomb = Array.from(
    { length: 12 },
    (_, level) => `a${level}: &a${level} [${Array(9).fill(level === 0 ? 'x' : `*a${level - 1}`)}]`,
  );
  assert.match(problemsOf(bomb.join('\n'))[0] ?? '', /not YAML/);
});
