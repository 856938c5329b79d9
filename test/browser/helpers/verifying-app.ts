import type { ServedHub } from '../../helpers/served-hub.ts';
import { basic, type Credentials } from '../../helpers/twilio-hub.ts';

type Hub = Pick<ServedHub, 'api' | 'url'>;

export interface VerifyingApp extends Credentials {
  /** Answers the status. */
  start(to: string): Promise<number>;
  check(to: string, code: string): Promise<number>;
}

/** An app of Ann’s with a service of the same name, as a program asks it by the Twilio-compatible API. */
export async function makeVerifyingApp(hub: Hub, name: string, settings: object = {}): Promise<VerifyingApp> {
  const headers = { 'content-type': 'application/json' };
  const call = async (path: string, method: string, wish: object) => {
    const response = await hub.api(path, { method, headers, body: JSON.stringify(wish) });
    if (!response.ok) throw new Error(`${method} ${path} was answered by ${response.status}`);
    return response.json();
  };
  const app = (await call('/apps', 'POST', { name, owner: 'ann', lines: ['family'] })) as Credentials;
  await call(`/apps/${app.accountSid}/verification`, 'PUT', settings);
  const ask = (path: string, form: Record<string, string>) =>
    fetch(`${hub.url}/v2/Services${path}`, { method: 'POST', headers: basic(app), body: new URLSearchParams(form) });
  const { sid } = (await (await ask('', { FriendlyName: name })).json()) as { sid: string };
  return {
    ...app,
    start: async (to) => (await ask(`/${sid}/Verifications`, { To: to, Channel: 'sms' })).status,
    check: async (to, code) => (await ask(`/${sid}/VerificationCheck`, { To: to, Code: code })).status,
  };
}

export const testNumber = { number: '+15550100042', code: '424242' };

/** An app with a past: a right code after a wrong one, and one that nobody has entered yet. */
export async function makeUsedApp(hub: Hub): Promise<VerifyingApp> {
  const app = await makeVerifyingApp(hub, 'Example Shop', { testNumbers: [testNumber] });
  await app.start(testNumber.number);
  await app.check(testNumber.number, '111111');
  await app.check(testNumber.number, testNumber.code);
  await app.start('+12025550143');
  return app;
}
