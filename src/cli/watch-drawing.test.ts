import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { MessageJson } from '../http/schemas/message.ts';
import { drawWatch } from './watch-drawing.ts';
import { WatchList } from './watch-list.ts';

const start = Date.UTC(2026, 10, 22, 8);

function message(number: number, changes: Partial<MessageJson> = {}): MessageJson {
  const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
  return {
    id: `01a2064c-0000-7000-8000-${String(number).padStart(12, '0')}`,
    line: 'burner',
    owner: 'ann',
    sender: '+15550100007',
    text: `Your Example code is ${number}.`,
    code: String(number),
    kind: 'one-time-code',
    service: 'Example',
    domain: null,
    embeddedDomain: null,
    confidence: 0.9,
    receivedAt: at(0),
    sentAt: null,
    sentAtLocal: null,
    expiresAt: null,
    deliverUntil: at(600),
    purgeAt: at(900),
    purgedAt: null,
    backlog: false,
    incomplete: false,
    event: null,
    revision: 1,
    takenBy: null,
    view: 'full',
    sources: ['stick'],
    waitedBy: null,
    underAttack: false,
    ...changes,
  };
}

function draw(list: WatchList, now: number, changes: { rows?: number; columns?: number; live?: boolean } = {}): string {
  const picture = { list, name: 'here', live: true, notice: null, now, columns: 80, rows: 24, ...changes };
  return stripVTControlCharacters(drawWatch(picture).join('\n'));
}

describe('the screen of watch', () => {
  test('shows the newest code large, with its service, sender and the time that is left', () => {
    const list = new WatchList();
    list.add(message(1111));
    list.add(message(2222));
    const screen = draw(list, start + 30_000);
    assert.match(screen, /Example\n.*from \+15550100007 to burner/);
    assert.match(screen, /██████ {2}██████ {2}██████ {2}██████/);
    assert.match(screen, /● 9:30 left/);
    assert.match(screen, /› .*2222\n {3}.*1111/);
  });

  test('an ordinary text does not take the place of a code; arrows move', () => {
    const list = new WatchList();
    list.add(message(1111));
    list.add(message(2222, { code: null, text: 'Dinner at seven?' }));
    assert.equal(list.selected()?.code, '1111');
    list.move(-1);
    assert.match(draw(list, start), /to burner.*\n\n Dinner at seven\?/);
    list.move(-1);
    list.move(1);
    list.move(1);
    assert.equal(list.selected()?.code, '1111');
  });

  test('says when a code has expired, and forgets it when the hub does', () => {
    const list = new WatchList();
    list.add(message(1111, { expiresAt: new Date(start + 60_000).toISOString() }));
    assert.match(draw(list, start + 60_000), /○ expired/);
    list.forget(start + 900_000);
    const screen = draw(list, start + 900_000);
    assert.doesNotMatch(screen, /1111/);
    assert.match(screen, /\(erased\)/);
  });

  test('never has more lines than the terminal, nor wider ones, and says when the hub is away', () => {
    const list = new WatchList();
    for (let number = 1; number <= 100; number += 1) {
      list.add(message(number, { text: 'x'.repeat(500), service: 'y'.repeat(300) }));
    }
    for (const [rows, columns] of [
      [24, 80],
      [10, 40],
      [5, 20],
    ]) {
      const lines = draw(list, start, { rows: rows ?? 0, columns: columns ?? 0 }).split('\n');
      assert.ok(lines.length <= (rows ?? 0), `${lines.length} of ${rows} rows`);
      assert.ok(
        lines.every((line) => Array.from(line).length <= (columns ?? 0)),
        `within ${columns} columns`,
      );
    }
    assert.match(draw(list, start, { live: false }), /the hub is away/);
  });

  test('a text cannot steer the terminal', () => {
    const list = new WatchList();
    list.add(message(1111, { sender: 'a\u001b[2Jb', text: '\u001b]52;c;AAAA\u0007', service: null }));
    const raw = drawWatch({ list, name: 'x', live: true, notice: null, now: start, columns: 80, rows: 24 }).join('');
    assert.doesNotMatch(raw, /\u001b\[2J|\u001b\]52/);
  });
});
