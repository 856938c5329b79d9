import assert from 'node:assert/strict';
import { it } from 'node:test';
import { handIn, pathSecret } from '../src/http/fixtures.ts';
import { temporaryFolder } from './helpers/databases.ts';
import { eventually } from './helpers/eventually.ts';
import { startFakeTwilio } from './helpers/fake-twilio.ts';
import { openTestHub } from './helpers/program.ts';

it('a hub that stops hears the end of what its lines are sending', async () => {
  const twilio = await startFakeTwilio();
  const folder = temporaryFolder();
  let answer = () => {};
  twilio.intercept = (request, response) => {
    if (request.method !== 'POST') return false;
    answer = () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ sid: `SM${'3'.repeat(32)}`, status: 'queued' }));
    };
    return true;
  };
  const yaml = `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }, { id: office, number: "+15550100002", owner: ann }]
sources:
  - { id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }
  - { id: twilio, kind: twilio, line: office, accountSid: ${twilio.accountSid}, authToken: ${twilio.authToken}, apiBaseUrl: "${twilio.url}", catchUpSeconds: 3600 }
destinations: [{ id: ann-phone, kind: sms, owner: ann, to: "+15550100003", via: office }]
`;
  const hub = await openTestHub({ yaml, folder: folder.path });
  await handIn(hub.url, 'Your code is 123456');
  const sending = () => twilio.requests.filter(({ line }) => line.startsWith('POST')).length === 1;
  await eventually(sending, 'the text is being sent');
  const stopped = hub.stop();
  setTimeout(answer, 300);
  await stopped;
  const after = await openTestHub({ yaml: null, folder: folder.path });
  const rows = await after.api.database.read.selectFrom('deliveries').select(['state', 'receipt']).execute();
  await after.stop();
  await twilio.close();
  folder.remove();
  assert.deepEqual(rows, [{ state: 'sent', receipt: `SM${'3'.repeat(32)}` }]);
});
