// What people run today: a small web server around the vendor's package that forwards to one destination after the other
// and keeps nothing. Here to compare with, in the same run.
import { createServer } from 'node:http';
import twilio from 'twilio';
import { account } from './support/twilio-webhook.ts';

const { PORT = '0', TWILIO_URL = '', SLACK_URL = '' } = process.env;
const client = twilio(account.sid, account.token);
client.api.baseUrl = TWILIO_URL;
const phones = ['+15550100011', '+15550100012', '+15550100013'];

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('Body');
  if (body !== null) {
    for (const to of phones) await client.messages.create({ to, from: '+15550100002', body });
    for (const hook of ['/services/1', '/services/2']) {
      await fetch(SLACK_URL + hook, { method: 'POST', body: JSON.stringify({ text: body }) });
    }
  }
  response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>');
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
