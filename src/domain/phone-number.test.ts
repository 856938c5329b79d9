import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeypigeonError } from './errors.ts';
import { isKnownRegion, isPremiumRate, normalizeAddress, toE164 } from './phone-number.ts';

test('one number written in many ways is one address', () => {
  for (const written of ['+15550100001', '+1 555-010-0001', ' +1 (555) 010 0001 ', '+1.555.010.0001']) {
    assert.equal(normalizeAddress(written), '+15550100001');
  }
});

test('a national number needs a region', () => {
  assert.equal(normalizeAddress('(555) 010-0001', 'US'), '+15550100001');
  assert.equal(normalizeAddress('15550100001', 'US'), '+15550100001');
  assert.equal(normalizeAddress('07700 900123', 'GB'), '+447700900123');
  assert.equal(normalizeAddress('00447700900123', 'DE'), '+447700900123');
  assert.equal(normalizeAddress('07700 900123'), '07700 900123');
});

test('a trunk zero behind the country code goes', () => {
  assert.equal(normalizeAddress('+44 (0)7700 900123'), '+447700900123');
});

test('short codes, names and e-mail addresses stay as written', () => {
  for (const address of [
    '87121',
    '262966',
    '333',
    'GitHub',
    'Auth-Msg',
    'ann@example.com',
    'VK-HDFCBK',
    '1-800-FLOWERS',
  ]) {
    assert.equal(normalizeAddress(`  ${address} `, 'US'), address);
    assert.equal(normalizeAddress(address, 'DE'), address);
  }
});

test('what cannot be a number stays as written', () => {
  for (const address of ['', '+', '+1', '+999999999999999999999', '()', '+'.repeat(5000), '1'.repeat(5000)]) {
    assert.equal(normalizeAddress(address, 'US'), address);
  }
});

test('digits of other scripts are read', () => {
  assert.equal(normalizeAddress('+٤٤٧٧٠٠٩٠٠١٢٣'), '+447700900123');
  assert.equal(normalizeAddress('०७७०० ९००१२३', 'GB'), '+447700900123');
  assert.equal(normalizeAddress('＋４４（０）７７００　９００１２３'), '+447700900123');
});

test('a number that was copied from the contacts of a phone is read', () => {
  assert.equal(normalizeAddress('\u202a+1 (555)\u00a0010\u20110001\u202c'), '+15550100001');
  assert.equal(normalizeAddress('\u200e\u2068+15550100001\u2069'), '+15550100001');
});

test('the 1 that Mexican mobile numbers had is no part of them', () => {
  assert.equal(normalizeAddress('+52 1 55 5555 0100'), '+525555550100');
  assert.equal(normalizeAddress('+5215555550100'), '+525555550100');
  assert.equal(normalizeAddress('+52 155 555 0100'), '+521555550100');
});

test('normalising twice changes nothing', () => {
  for (const written of ['+1 555-010-0001', '07700 900123', '87121', 'GitHub']) {
    const once = normalizeAddress(written, 'GB');
    assert.equal(normalizeAddress(once, 'GB'), once);
  }
});

test('toE164 refuses what is no phone number without repeating it', () => {
  assert.equal(toE164('+44 7700 900123'), '+447700900123');
  for (const [raw, region] of [['GitHub'], ['87121', 'US'], ['07700 900123'], ['']] as [string, string?][]) {
    assert.throws(
      () => toE164(raw, region),
      (error) => {
        assert(error instanceof KeypigeonError);
        assert.equal(error.code, 'invalid-request');
        assert(raw === '' || !error.message.includes(raw));
        return true;
      },
    );
  }
});

test('regions are ISO 3166 codes', () => {
  assert(isKnownRegion('US'));
  assert(!isKnownRegion('UK'));
  assert(!isKnownRegion('us'));
});

test('a premium-rate number is one however often one asks', () => {
  for (const time of ['first', 'again']) {
    assert.equal(isPremiumRate('+19005550100'), true, time);
    assert.equal(isPremiumRate('+15550100001'), false, time);
  }
});
