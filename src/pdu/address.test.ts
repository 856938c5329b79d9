import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodeAddress, encodeServiceCentre, readAddress, readServiceCentre } from './address.ts';
import { fromHex } from './hexadecimal.ts';
import { OctetReader } from './octet-reader.ts';
import { PduError } from './pdu-error.ts';

const read = (hex: string) => readAddress(new OctetReader(fromHex(hex)), 'the sender');

describe('addresses', () => {
  for (const value of ['+15550100001', '22122', '*21#', 'MyBank', 'Google7', 'Te@st@', 'ABCDEFGHIJK']) {
    test(`${value} comes back`, () => {
      assert.equal(readAddress(new OctetReader(Uint8Array.from(encodeAddress(value))), 'it').value, value);
    });
  }

  test('the type decides about the plus sign and is told', () => {
    assert.deepEqual(read('0B915155100000F1'), { value: '+15550100001', type: 'international' });
    assert.deepEqual(read('04A16010'), { value: '0601', type: 'national' });
    assert.deepEqual(read('03B111F2'), { value: '112', type: 'network' });
    assert.deepEqual(read('0BD0CDBC30EC5E03'), { value: 'MyBank', type: 'alphanumeric' });
  });

  test('semi-octets above 9 are keys of a phone, a filler ends the number', () => {
    assert.equal(read('0581BADCFE').value, '*#abc');
    assert.equal(read('0481A1B2').value, '1*2#');
    assert.equal(read('068121FFFF').value, '12');
    assert.equal(read('0081').value, '');
  });

  test('what is cut or too long is an error without the number', () => {
    for (const hex of ['', '0B', '0B91', '0B915155', 'FF91']) {
      assert.throws(
        () => readAddress(new OctetReader(hex === '' ? new Uint8Array(0) : fromHex(hex)), 'the sender'),
        (error: Error) =>
          error instanceof PduError && error.message.includes('the sender') && !/5155|155/.test(error.message),
      );
    }
    for (const value of ['', 'TwelveLetters', 'Ünï', '1'.repeat(21)])
      assert.throws(() => encodeAddress(value), PduError);
  });
});

describe('service centres', () => {
  test('count octets and come back', () => {
    for (const value of ['', '+447700900000', '12345']) {
      assert.equal(readServiceCentre(new OctetReader(Uint8Array.from(encodeServiceCentre(value)))), value);
    }
    assert.deepEqual(encodeServiceCentre('+447700900000'), [7, 0x91, 0x44, 0x77, 0x00, 0x09, 0x00, 0x00]);
  });

  test('names and lengths that cannot be are refused', () => {
    assert.throws(() => encodeServiceCentre('MyBank'), PduError);
    assert.throws(() => readServiceCentre(new OctetReader(fromHex('0D'))), /13 octets/);
  });
});
