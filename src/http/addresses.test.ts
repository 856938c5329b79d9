import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Listener, type Machine, usableAddresses } from './addresses.ts';

function card(address: string, internal = false) {
  const family = address.includes(':') ? ('IPv6' as const) : ('IPv4' as const);
  const rest = { netmask: '', mac: '', internal, cidr: null };
  return family === 'IPv6' ? { ...rest, address, family, scopeid: 0 } : { ...rest, address, family };
}

const machine: Machine = {
  names: ['raspberrypi.local'],
  interfaces: {
    lo: [card('127.0.0.1', true), card('::1', true)],
    eth0: [card('192.168.1.5'), card('fe80::1'), card('fd00::5')],
    wan0: [card('93.184.216.34')],
    usb0: [card('169.254.3.4')],
    docker0: [card('172.17.0.1')],
  },
};

function at(listener: Partial<Listener>): string[] {
  return usableAddresses({ scheme: 'http', host: '127.0.0.1', port: 7466, publicUrl: null, ...listener }, machine);
}

test('on loopback it is localhost, a name that passkeys can be bound to', () => {
  assert.deepEqual(at({}), ['http://localhost:7466']);
  assert.deepEqual(at({ host: '::1' }), ['http://localhost:7466']);
});

test('on every address it is localhost, the name, and what the network knows: private ones over plain HTTP', () => {
  const plain = ['http://localhost:7466', 'http://raspberrypi.local:7466', 'http://192.168.1.5:7466'];
  assert.deepEqual(at({ host: '0.0.0.0' }), plain);
  assert.deepEqual(at({ host: '::' }), plain);
  assert.deepEqual(at({ host: '0.0.0.0', scheme: 'https' }).slice(2), [
    'https://192.168.1.5:7466',
    'https://93.184.216.34:7466',
  ]);
});

test('without IPv4 it is IPv6, but for link-local addresses', () => {
  const alone = { names: [], interfaces: { eth0: [card('fe80::1'), card('fd00::5')] } };
  const listener = { scheme: 'http' as const, host: '::', port: 80, publicUrl: null };
  assert.deepEqual(usableAddresses(listener, alone), ['http://localhost:80', 'http://[fd00::5]:80']);
});

test('publicUrl comes first, and a single address stands for itself', () => {
  assert.deepEqual(at({ host: '192.168.1.5', publicUrl: 'https://codes.example.com' }), [
    'https://codes.example.com',
    'http://raspberrypi.local:7466',
    'http://192.168.1.5:7466',
  ]);
});
