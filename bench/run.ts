// npm run bench               all benchmarks
// npm run bench -- relay      those that are named
// npm run bench -- --json     JSON instead of a table
import { benchExtraction } from './extraction.ts';
import { benchHilink } from './hilink.ts';
import { benchMillion } from './million.ts';
import { benchRelay } from './relay.ts';
import { benchSearch } from './search.ts';
import { benchSerial } from './serial.ts';
import { machine, type Result, toTable } from './support/figures.ts';
import { benchVerify } from './verify.ts';
import { benchVerifyHistory } from './verify-history.ts';
import { benchWeb } from './web.ts';

const benchmarks: Record<string, () => Promise<Result[]>> = {
  extraction: benchExtraction,
  relay: benchRelay,
  hilink: benchHilink,
  serial: benchSerial,
  million: benchMillion,
  search: benchSearch,
  verify: benchVerify,
  'verify-history': benchVerifyHistory,
  web: benchWeb,
};

const args = process.argv.slice(2);
const asJson = args.includes('--json');
const named = args.filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}\n`,
  );
  process.exit(2);
}
const results: Result[] = [];
if (!asJson) process.stdout.write(`${machine()}\n`);
for (const [name, bench] of Object.entries(benchmarks)) {
  if (named.length > 0 && !named.includes(name)) continue;
  for (const result of await bench()) {
    results.push(result);
    if (!asJson) process.stdout.write(`\n${toTable(result)}\n`);
  }
}
process.stdout.write(asJson ? `${JSON.stringify({ machine: machine(), results }, null, 2)}\n` : `\n${machine()}\n`);
