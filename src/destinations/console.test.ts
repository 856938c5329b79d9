import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

test('each message is one line on standard output, without what could steer a terminal', async () => {
  const program = `
    const { consoleLine } = await import('./console.ts');
    const { noEnd, testContext, testOutgoing } = await import('./fixtures.ts');
    const destination = consoleLine.open({}, testContext());
    await destination.send(testOutgoing({ rendered: 'A text came:\\nhello \\u001b[2Jworld\\u0007' }), noEnd);
    await destination.send(testOutgoing(), noEnd);
  `;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
  });
  assert.equal(stdout, 'A text came: hello [2Jworld\n482913 is your GitHub code. From +15550100004 to line burner.\n');
});
