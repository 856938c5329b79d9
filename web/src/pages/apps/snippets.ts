/** What a program signs in with. */
export interface Credentials {
  accountSid: string;
  authToken: string;
}

/** Of nobody: reserved for fiction (NANPA 555-0100 to 555-0199). */
const anyNumber = '+12025550143';

/** A program that sends a code and checks it, by the client that many have already. */
export function twilioSnippet({ accountSid, authToken }: Credentials, hub: string, name: string): string {
  return `import twilio from 'twilio';

const client = twilio('${accountSid}', '${authToken}');
client.verify.baseUrl = '${hub}';

const to = '${anyNumber}'; // your own phone, in a country that the app may send to

// Once; later, keep its sid:
const { sid } = await client.verify.v2.services.create({ friendlyName: ${JSON.stringify(name)} });

const service = client.verify.v2.services(sid);
await service.verifications.create({ to, channel: 'sms' });

// Later, with what the person typed:
const { valid } = await service.verificationChecks.create({ to, code: '123456' });`;
}

/** The same in a terminal, by the hub's own API. */
export function curlSnippet({ accountSid, authToken }: Credentials, hub: string): string {
  const call = (path: string, body: object) =>
    `curl -u '${accountSid}:${authToken}' -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(body)}' '${hub}/api/v1/verifications${path}'`;
  return `${call('', { to: anyNumber })}

# Later, with the id that it answered and what the person typed:
${call('/ID/check', { code: '123456' })}`;
}
