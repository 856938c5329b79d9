import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfiguration } from './load.ts';
import { testKinds } from './test-kinds.ts';
import { findWarnings } from './warnings.ts';

function warningsOf(text: string): string[] {
  const { configuration, problems } = readConfiguration(text, testKinds);
  assert.deepEqual(problems, []);
  assert(configuration !== null);
  return findWarnings(configuration, testKinds);
}

const people = 'people: [{id: ann, name: Ann}, {id: bob, name: Bob}]\n';
const bell = (fields: string) => `{kind: bell, url: "https://example.com", token: "\${T}", ${fields}}`;
const source = 'sources: [{id: s, kind: probe, url: "http://192.168.8.1"}]\n';

const cases: [name: string, text: string, ...warnings: string[]][] = [
  ['a sound file', `lines: [{id: l}]\n${source}destinations: [${bell('id: d')}]`],
  [
    'a line that no source serves',
    `lines: [{id: l}]\ndestinations: [${bell('id: d')}]`,
    'lines.l: no source serves it, so no text can come',
  ],
  [
    'a line without anyone to tell',
    `${people}lines: [{id: l, owner: bob}]\n${source}destinations: [${bell('id: d, owner: ann')}]`,
    'lines.l: what no route matches goes nowhere; give the line "unmatched", or its owner a destination',
    'destinations.d: no route and no line names it, so nothing goes there',
  ],
  [
    'a destination that is off',
    `lines: [{id: l, unmatched: []}]\n${source}destinations: [${bell('id: d, enabled: false')}]\nroutes: [{name: R, to: [d]}]`,
    'lines.l: what no route matches goes nowhere; give the line "unmatched", or its owner a destination',
    'routes.r: its destination d is turned off',
  ],
  [
    'routes behind an unconditional stop',
    `lines: [{id: l}]\n${source}destinations: [${bell('id: d')}]\nroutes: [{name: A, when: {hasCode: true}, to: [d], stop: true}, {name: B, to: [d], stop: true}, {name: C, to: [d]}]`,
    'routes.c: never reached, because "B" matches everything and stops',
  ],
  [
    'hilink without the text',
    `lines: [{id: l}]\n${source}destinations: [${bell('id: d, format: hilink')}, ${bell('id: e, format: hilink, show: full')}]`,
    'destinations.d: subscribers of the format hilink expect the whole text; set show: full',
  ],
  [
    'private hosts',
    `network: {allowHosts: [127.0.0.1, nas.local]}\nlines: [{id: l}]\n${source}destinations: [${['http://127.0.0.1:1', 'http://nas.local', 'http://192.168.1.5/x', 'http://[::1]/', 'http://pi.local/'].map((url, index) => `{id: d${index}, kind: bell, url: "${url}", token: "\${T}"}`)}]`,
    'destinations.d2.url: 192.168.1.5 is private and will be refused; name it in network.allowHosts',
    'destinations.d3.url: ::1 is private and will be refused; name it in network.allowHosts',
    'destinations.d4.url: pi.local is private and will be refused; name it in network.allowHosts',
  ],
  [
    'a text to a line of our own',
    `defaultRegion: US\nlines: [{id: l, number: "+15550100001"}]\n${source}destinations: [${bell('id: d, to: "(555) 010-0001"')}, ${bell('id: e, to: "+15550100003"')}, ${bell('id: f, to: "${PHONE}"')}]`,
    'destinations.d.to: is one of our own lines, so nothing will be sent there; name another phone',
  ],
  [
    'secrets in plain text',
    `broker: {username: hub, password: hunter2}\nlines: [{id: l}]\nsources: [{id: s, kind: probe, url: "http://192.168.8.1", password: hunter2}]\ndestinations: [${bell('id: d')}]`,
    'sources.s.password: is a secret in plain text; ${NAME} or ${file:/path} keeps it out of the file',
    'broker.password: is a secret in plain text; ${NAME} or ${file:/path} keeps it out of the file',
  ],
];

for (const [name, text, ...warnings] of cases) {
  test(`warns about ${name}`, () => assert.deepEqual(warningsOf(text), warnings));
}
