import type { AddressInfo } from 'node:net';
import { Hub } from './hub.ts';
import { createLoginApp } from './login-app.ts';
import { People } from './people.ts';

const {
  HUB_URL = 'http://127.0.0.1:7466',
  HUB_ACCOUNT_SID = '',
  HUB_AUTH_TOKEN = '',
  APP_URL = 'http://localhost:3000',
  HOSTED_PAGE = '',
  LOGIN_NAME = 'ann',
  LOGIN_PASSWORD = '',
  LOGIN_PHONE = '',
} = process.env;

if ([HUB_ACCOUNT_SID, HUB_AUTH_TOKEN, LOGIN_PASSWORD, LOGIN_PHONE].includes('')) {
  console.error('Set HUB_ACCOUNT_SID, HUB_AUTH_TOKEN, LOGIN_PASSWORD and LOGIN_PHONE; see README.md.');
  process.exit(2);
}

const people = new People();
await people.add({ name: LOGIN_NAME, phone: LOGIN_PHONE }, LOGIN_PASSWORD);
const app = createLoginApp({
  hub: new Hub(HUB_URL, HUB_ACCOUNT_SID, HUB_AUTH_TOKEN),
  people,
  ...(HOSTED_PAGE === '' ? {} : { hosted: { appUrl: APP_URL, hubUrl: HUB_URL } }),
});
app.listen(Number(new URL(APP_URL).port || 80), '127.0.0.1', () => {
  console.log(`Sign in at ${APP_URL} (port ${(app.address() as AddressInfo).port})`);
});
