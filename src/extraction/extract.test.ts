import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Extraction } from '../domain/code.ts';
import { extract } from './extract.ts';

type Expected = Partial<Extraction>;

const withCode: [string, Expected][] = [
  ['Your Acme verification code is 481920.', { code: '481920', service: 'Acme', kind: 'one-time-code' }],
  ['481920 is your Acme verification code.', { code: '481920', service: 'Acme' }],
  ['G-481920 is your Google verification code.', { code: '481920', service: 'Google' }],
  ['Use 4819 as your Microsoft account security code', { code: '4819', service: 'Microsoft' }],
  ['Stripe: 481 920 is your code to log in.', { code: '481920', service: 'Stripe' }],
  ['Your WhatsApp code: 481-920\nDo not share it', { code: '481920', service: 'WhatsApp' }],
  ['Signal code: 4819-2077', { code: '48192077', service: 'Signal' }],
  ['Dropbox: your temporary code is B4X9QT. It works for 10 minutes.', { code: 'B4X9QT', expiresInSeconds: 600 }],
  ['Your one-time recovery passcode: a7f3-9c2e', { code: 'a7f39c2e' }],
  ['Your passcode: 48-19-20', { code: '481920' }],
  ['Do not share this OTP with anyone: 481920. Ref 998877', { code: '481920', service: null }],
  ['Use verification code 481920 for Contoso authentication.', { code: '481920', service: 'Contoso' }],
  ['PASSCODE: wexalo', { code: 'wexalo' }],
  ['481920\nUse this code to sign in to Acme. It expires in 5 minutes.', { code: '481920', expiresInSeconds: 300 }],
  ['Enter 8830 to verify your account.', { code: '8830' }],
  ['Your verification code is "481920".', { code: '481920' }],
  ['Your verification code is *481920*', { code: '481920' }],
  ['481920', { code: '481920' }],
  ['Your code is ٤٨١٩٢٠', { code: '481920' }],
  ['Your code is ４８１９２０', { code: '481920' }],
  ['Your code is 2025. Do not share it.', { code: '2025' }],
  ['Never share your OTP. Your OTP is 481920.', { code: '481920' }],
  ['<#> Your code is 481920\nFA+9qCX9VSu', { code: '481920' }],
  ['Your login code: 481920\n\nM8t4607912a', { code: '481920' }],
  ['Sign-in from 203.0.113.77 at 14:32 on 2025-11-14. Code: 559013', { code: '559013' }],
  ['(415) 555-0134: your Acme code is 720914', { code: '720914' }],
  ['Order 1187340021: to confirm the change enter code 559210.', { code: '559210' }],
  [
    'Use passcode 51930274 to approve GBP 129.00 at 14:32. Card ending 7731.',
    { code: '51930274', kind: 'transaction-code' },
  ],
  [
    '731846 is the OTP for your txn of INR 2,499.00 on card XX9021. Valid for 3 mins.',
    { code: '731846', expiresInSeconds: 180 },
  ],
  [
    'HSBC: Your temporary PIN is 8204. Change it within 7 days.',
    { code: '8204', kind: 'temporary-password', service: 'HSBC' },
  ],
  [
    'Your temporary password is Wq83!fRz. Change it after you sign in.',
    { code: 'Wq83!fRz', kind: 'temporary-password' },
  ],
  ['Your pick-up code is 482917. Locker 12.', { code: '482917', kind: 'pick-up-code' }],
  ['Your code 481920 is valid for ten (10) minutes', { code: '481920', expiresInSeconds: 600 }],
  ['Your code: 481920. This code expires in 1 hour.', { code: '481920', expiresInSeconds: 3600 }],
  ['Your code: 481920. 30 minutes validity.', { code: '481920', expiresInSeconds: 1800 }],
  ['Your Lumo code is 4471. Text STOP to 80012 to unsubscribe.', { code: '4471' }],
  ['Je code voor Fietsnet is 6604', { code: '6604' }],
  ['PIN for your delivery from Marlo today is 4402', { code: '4402' }],
  ['Codice ritiro 6672, entro il 12/05', { code: '6672' }],
  ['Kod za preuzimanje pošiljke je 4456', { code: '4456' }],
  ['TAN für Zahlung 99,90 EUR an AT..3321: 710442', { code: '710442' }],
  ['Introduce 554120 en la app Banco Sol', { code: '554120' }],
  ['Toets 3184 in op het scherm.', { code: '3184' }],
  ['Enter these digits in the app: 551092', { code: '551092' }],
  ['Payment of $40 to Anna. Approve with 112093.', { code: '112093' }],
  ['You asked for a one-time code. It is 566302.', { code: '566302' }],
  ['Confirm your identity: 743095.', { code: '743095' }],
  ['558 102 is the number you need to sign in', { code: '558102' }],
];

const withoutCode: [string, Expected][] = [
  ['', {}],
  ['Use 50000 points in the app before they expire', {}],
  ['Pizza for two! Use code 2FOR20 at checkout', {}],
  ['Never share your one-time code. Our number is 80055.', {}],
  ['Codul de client este 4417120', {}],
  ['-40 % de remise avec le code ETE40', {}],
  ['Hello, are we still on for 18:30? Bring 2500 euros.', {}],
  ['Never share your OTP with anyone. Call 415-555-0199 for help.', {}],
  ['Your promo code 481920 gives you 10% off.', {}],
  ['Enter your postal code 94103 to see local deals.', {}],
  ['Your verification code expired at 14:32 on 12/11/2025.', {}],
  ['Acme: your account ending in 4417 has a balance of $1,204.55.', {}],
  ['Your order 118734 ships on 14 Nov 2025. Track: https://example.com/t/481920', {}],
  ['Your call to +1 555 010 0001 took 4819 seconds', {}],
  ['You won a prize! Your code 4819, claim it today', {}],
  ['Your login code was requested for account 481920', {}],
  ['Your security code was changed, reference 481920', {}],
  ['Your order #48192077 code has shipped', {}],
  ['Your flight BA1234 to Rome, booking code X7K9PQ', { service: null }],
  ['Dress code for the 2025 gala is black tie.', {}],
  ['Reset your password: https://example.com/reset/481920', { kind: 'reset-link' }],
  ['New sign-in to your Acme account from Berlin.', { kind: 'sign-in-alert' }],
  ['Your Instagram password was changed on Nov 14 at 17:22.', { kind: 'account-change', service: 'Instagram' }],
  ['A SIM swap was requested for your number. Not you? Call us.', { kind: 'sim-change' }],
];

for (const [text, expected] of withCode) {
  test(`finds the code in: ${text.replaceAll('\n', ' ⏎ ')}`, () => assertFound(extract(text), expected));
}

for (const [text, expected] of withoutCode) {
  test(`finds no code in: ${text}`, () => assertFound(extract(text), { code: null, ...expected }));
}

test('an origin-bound code wins over the words of the text', () => {
  const found = extract('Your GitHub code is 111111, valid for 5 minutes.\n\n@github.com #481920');
  assertFound(found, { code: '481920', domain: 'github.com', service: 'GitHub', expiresInSeconds: 300, confidence: 1 });
});

test('a name as sender names the service where the text does not', () => {
  assert.equal(extract('Your code is 481920', { sender: 'Acme' }).service, 'Acme');
  assert.equal(extract('Your code is 481920', { sender: '+15550100001' }).service, null);
  assert.equal(extract('GitHub: your code is 481920', { sender: 'Acme' }).service, 'GitHub');
});

test('a stated lifetime beyond a month is none', () => {
  assert.equal(extract('Your code is 481920, valid for 400 days').expiresInSeconds, null);
});

test('hostile texts come back in time and without a code', () => {
  const hostile = [
    'code '.repeat(20_000),
    '1 '.repeat(40_000),
    'a.'.repeat(40_000),
    `your ${'A '.repeat(40_000)}`,
    '1-'.repeat(40_000),
  ];
  for (const text of hostile) assert.equal(extract(text).code, null);
  assert.equal(extract(`Your code is 481920 ${'valid '.repeat(10_000)}`).code, '481920');
});

function assertFound(found: Extraction, expected: Expected): void {
  for (const [name, value] of Object.entries(expected)) assert.equal(found[name as keyof Extraction], value, name);
}
