import { createHmac } from 'node:crypto';
import { Agent } from 'undici';

export const account = { sid: `AC${'0'.repeat(32)}`, token: 'for-benchmarks-only' };

/** Calls the hub's Twilio hook as Twilio does: signed, a form, over kept-alive connections. */
export function createTwilioCaller(
  hubUrl: string,
  publicUrl: string,
): {
  /** How long the answer took, milliseconds. */
  call(number: number): Promise<{ calledAt: number; answeredInMs: number }>;
  close(): Promise<void>;
} {
  const agent = new Agent({ connections: 128 });
  return {
    async call(number) {
      const form = {
        AccountSid: account.sid,
        Body: `Your verification code is ${100000 + (number % 900000)}. benchmark-${number}`,
        From: '+15550100004',
        MessageSid: `SM${number.toString(16).padStart(32, '0')}`,
        NumMedia: '0',
        To: '+15550100002',
      };
      const signed = Object.entries(form).reduce(
        (text, [key, value]) => text + key + value,
        `${publicUrl}/hooks/twilio`,
      );
      const calledAt = performance.timeOrigin + performance.now();
      const { statusCode, body } = await agent.request({
        origin: hubUrl,
        path: '/hooks/twilio',
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': createHmac('sha1', account.token).update(signed).digest('base64'),
        },
        body: new URLSearchParams(form).toString(),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`the hook answered ${statusCode}`);
      return { calledAt, answeredInMs: performance.timeOrigin + performance.now() - calledAt };
    },
    close: () => agent.close(),
  };
}
