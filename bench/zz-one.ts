import { startHubTarget } from './verify/hub-target.ts';
import { startBare } from './verify/peers.ts';
import { startBenchPostgres } from './verify/postgres.ts';
import { drive } from './verify/target.ts';

const which = process.argv[2];
const postgres = which === 'pg' ? await startBenchPostgres() : undefined;
const environment = { NODE_OPTIONS: process.env.PROF ?? '' };
process.on('exit', () => undefined);
const hub = await startHubTarget({ name: 'x', callers: 32, environment, ...(postgres ? { postgres } : {}) });
const bare = await startBare(32);
await drive(hub, 32, 2);
await drive(bare, 32, 1);
const f = (r: Awaited<ReturnType<typeof drive>>) =>
  `${r.pairsPerSecond.toFixed(0)}/s hub ${r.cpuUs.toFixed(0)} db ${r.databaseCpuUs.toFixed(0)} µs`;
const n = Number(process.argv[3] ?? 3);
const ratios: number[] = [];
for (let i = 0; i < n; i++) {
  const a = await drive(hub, 32, 4);
  const b = await drive(bare, 32, 2);
  ratios.push((a.cpuUs + a.databaseCpuUs) / b.cpuUs);
  console.log(f(a), '| bare', f(b), '| ratio', (ratios.at(-1) ?? 0).toFixed(2));
}
ratios.sort((a, b) => a - b);
console.log('median ratio', ratios[n >> 1]?.toFixed(2), '×48 =', (48 * (ratios[n >> 1] ?? 0)).toFixed(0));
await hub.stop();
await bare.stop();
await postgres?.stop();
process.exit(0);
