import type { Item } from '../../api/configuration.ts';

/** A way in which a phone hands in its texts. */
export interface PhoneApp {
  id: string;
  name: string;
  homepage: string | null;
  /** As the setting `format` has it. */
  format: string;
  /** What it proves itself by. */
  secrets: readonly SecretName[];
}

export type SecretName = 'secret' | 'pathSecret' | 'bearer';
export type Secrets = Partial<Record<SecretName, string>>;

export const iphone: PhoneApp = {
  id: 'iphone',
  name: 'iPhone',
  homepage: null,
  format: 'generic',
  secrets: ['pathSecret', 'bearer'],
};

/** Free apps that post each text (see docs/recipes/android-gateways.md), the one that is easiest to set up first. */
export const androidApps: readonly PhoneApp[] = [
  {
    id: 'bogkonstantin',
    name: 'Incoming SMS to URL forwarder',
    homepage: 'https://github.com/bogkonstantin/android_income_sms_gateway_webhook',
    format: 'bogkonstantin',
    secrets: ['bearer'],
  },
  {
    id: 'sms-gateway',
    name: 'SMS Gateway for Android',
    homepage: 'https://github.com/capcom6/android-sms-gateway',
    format: 'android-sms-gateway',
    secrets: ['secret'],
  },
  {
    id: 'sms-forwarder',
    name: 'SmsForwarder',
    homepage: 'https://github.com/pppscn/SmsForwarder',
    format: 'sms-forwarder',
    secrets: ['secret', 'bearer'],
  },
  {
    id: 'textbee',
    name: 'textbee',
    homepage: 'https://github.com/vernu/textbee',
    format: 'textbee',
    secrets: ['secret'],
  },
  {
    id: 'httpsms',
    name: 'httpSMS',
    homepage: 'https://github.com/NdoleStudio/httpsms',
    format: 'httpsms',
    secrets: ['secret', 'pathSecret'],
  },
];

export function findApp(id: string | null): PhoneApp | null {
  return [iphone, ...androidApps].find((app) => app.id === id) ?? null;
}

/** Which phone or app a source is for; null: the source is no phone, or was set up by hand in a way of its own. */
export function appOf(source: Item): PhoneApp | null {
  if (source.kind !== 'webhook') return null;
  const names: SecretName[] = ['secret', 'pathSecret', 'bearer'];
  const held = names.filter((name) => source[name] !== undefined);
  const fits = ({ format, secrets }: PhoneApp) =>
    format === (source.format ?? 'generic') &&
    secrets.every((name) => held.includes(name)) &&
    held.length === secrets.length;
  return [iphone, ...androidApps].find(fits) ?? null;
}

/** 192 bits in hexadecimal digits, which need no escaping anywhere. */
export function makeSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function makeSecrets({ secrets }: PhoneApp): Secrets {
  return Object.fromEntries(secrets.map((name) => [name, makeSecret()]));
}

/** Where the phone posts to. */
export function hookAddress(base: string, source: string, { pathSecret }: Secrets): string {
  return `${base.replace(/\/+$/, '')}/hooks/${source}${pathSecret === undefined ? '' : `/${pathSecret}`}`;
}

/** The line that hands in a text as the phone would; null where the app signs, which no short line can. */
export function curlTest(address: string, { format }: PhoneApp, { secret, bearer }: Secrets): string | null {
  if (secret !== undefined) return null;
  const [sender, text] = ['+15550100009', 'Your Example code is 482913'];
  const body = format === 'bogkonstantin' ? { from: sender, text, sentStamp: Date.now() } : { sender, text };
  const proof = bearer === undefined ? [] : [`-H 'Authorization: Bearer ${bearer}'`];
  const type = "-H 'Content-Type: application/json'";
  return ['curl -sS', `'${address}'`, ...proof, type, `-d '${JSON.stringify(body)}'`].join(' ');
}

/** The line by which SMS Gateway for Android learns the address: it has no page for that. null: another app. */
export function registerLine(address: string, { format }: PhoneApp): string | null {
  if (format !== 'android-sms-gateway') return null;
  const body = JSON.stringify({ id: 'keypigeon', url: address, event: 'sms:received' });
  return `curl -sS -u 'USER:PASSWORD' 'http://PHONE:8080/webhooks' -H 'Content-Type: application/json' -d '${body}'`;
}
