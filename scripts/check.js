// Types, lint and formatting, unused code: all three, so that one run shows everything there is to mend.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const steps = ['types', 'lint', 'unused'];

const failed = steps.filter((step) => {
  process.stdout.write(`\n▶ npm run ${step}\n`);
  // npm itself, not a shell line: the same on every system. npm says where it is.
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  return (
    spawnSync(command, [...args, 'run', '--silent', step], { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0
  );
});

process.stdout.write('\n');
for (const step of steps) process.stdout.write(`${failed.includes(step) ? '✖' : '✔'} ${step}\n`);
process.stdout.write(`ℹ pass ${steps.length - failed.length}\nℹ fail ${failed.length}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
