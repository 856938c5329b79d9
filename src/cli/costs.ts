import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import { costsJson } from '../http/cost-sums.ts';
import { type CostsJson, costsQuery } from '../http/schemas/costs.ts';
import { systemClock } from '../support/clock.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';
import { formatTable, oneLine } from './terminal.ts';

const options = { month: { type: 'string' }, months: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `keypigeon costs`: what codes cost, by line or provider, app and month. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values } = readArguments('costs', args, options);
  const { json, ...wish } = values;
  const costs = await costsOf(readEnvironment(env), wish);
  stdout.write(json ? `${JSON.stringify(costs, null, 2)}\n` : formatCosts(costs));
  return 0;
};

async function costsOf(settings: EnvironmentSettings, wish: { month?: string; months?: string }): Promise<CostsJson> {
  const query = costsQuery.safeParse(wish);
  if (!query.success) {
    const [issue] = query.error.issues;
    throw refuse('costs', `--${issue?.path.join('.')}: ${issue?.message}`);
  }
  const address = localHub(settings.dataFolder);
  if (!(await isRunning(address)))
    return withStore(settings, ({ database }) => costsJson(database, query.data, systemClock.now()));
  return createHubClient(address).get(`/api/v1/costs?${new URLSearchParams(wish)}`);
}

function formatCosts({ currency, costs, total, expected }: CostsJson): string {
  if (costs.length === 0) return 'No codes were sent in this time.\n';
  const rows = costs.map(({ month, app, line, provider, kind, sends, unpriced, cost }) => [
    month,
    app === null ? 'other texts' : oneLine(app.name ?? `${app.accountSid} (revoked)`),
    line === null ? (provider ?? '') : `line ${line}`,
    kind,
    String(sends),
    unpriced === sends ? 'no price is known' : `${cost} ${currency}${unpriced === 0 ? '' : `, ${unpriced} unknown`}`,
  ]);
  const ahead = expected === null ? '' : `, and the month will come to ${expected} ${currency} if it goes on so`;
  const table = formatTable(['month', 'app', 'by', 'what', 'sent', 'cost'], rows);
  return `${table}\nTogether ${total.cost} ${currency} for ${total.sends}${ahead}.\n`;
}
