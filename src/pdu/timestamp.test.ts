import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromHex } from './hexadecimal.ts';
import { encodeTimestamp, readTimestamp } from './timestamp.ts';

const read = (hex: string) => readTimestamp(fromHex(hex));

describe('timestamps', () => {
  test('wall clock and zone', () => {
    assert.deepEqual(read('62112201510340'), {
      at: Date.parse('2026-11-22T10:15:30+01:00'),
      local: '2026-11-22 10:15:30',
      zoneMinutes: 60,
    });
  });

  test('bit 3 of the zone as it came is the sign', () => {
    assert.equal(read('6270103295958A').at, Date.parse('2026-07-01T23:59:59-07:00'));
    assert.equal(read('6270103295958A').zoneMinutes, -420);
    assert.deepEqual(read('62112201510308').zoneMinutes, 0);
  });

  test('years up to 90 are of this century', () => {
    assert.equal(read('09112201510300').local?.slice(0, 4), '2090');
    assert.equal(read('19112201510300').local?.slice(0, 4), '1991');
  });

  test('a date that cannot be is null', () => {
    const dates = ['62002201510340', '62312201510340', '62110001510340', '62200301510340', 'FFFFFFFFFFFFFF'];
    for (const hex of [...dates, '62112242510340', '62112201060340', '62112201510640', '62A12201510340']) {
      assert.deepEqual(read(hex), { at: null, local: null, zoneMinutes: null }, hex);
    }
    assert.notEqual(read('42209201510340').at, null, 'leap day');
    assert.equal(read('62209201510340').at, null, 'no leap day');
  });

  test('a zone that cannot be leaves the wall clock', () => {
    for (const zone of ['FF', 'A0', '75', '0F']) {
      assert.deepEqual(
        read(`621122015103${zone}`),
        { at: null, local: '2026-11-22 10:15:30', zoneMinutes: null },
        zone,
      );
    }
    assert.equal(read('62112201510365').zoneMinutes, 840);
  });

  test('what is written is read', () => {
    for (const zone of [0, 60, 345, 330, 840, -15, -420, -570, -840]) {
      for (const at of [
        Date.parse('2026-11-22T23:59:59Z'),
        Date.parse('2000-01-02T00:00:00Z'),
        Date.parse('2024-02-29T12:00:00Z'),
      ]) {
        const { at: back, zoneMinutes } = readTimestamp(Uint8Array.from(encodeTimestamp(at, zone)));
        assert.deepEqual([back, zoneMinutes], [at, zone]);
      }
    }
  });
});
