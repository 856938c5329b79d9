import { readFileSync } from 'node:fs';
import { text as readText } from 'node:stream/consumers';
import type { z } from 'zod';
import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { changePrices, type Payers, payersOf, pricesJson } from '../http/price-table.ts';
import { type GivenPrice, givenList, givenPrice, type PriceListJson } from '../http/schemas/money.ts';
import { loadConfiguration } from '../store/configuration.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';
import { formatTable, oneLine } from './terminal.ts';

const options = { by: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `keypigeon price list`, `set`, `remove`, `currency` and `import`. */
export const run: RunCommand = async (args, surroundings) => {
  const { values, positionals } = readArguments('price', args, options, 3);
  const [action, first, second] = positionals;
  const { stdout } = surroundings;
  const settings = readEnvironment(surroundings.env);
  const named = { by: values.by ?? null, to: values.to ?? null };
  const demand = (most: number) => {
    if (positionals.length > most + 1)
      throw refuse('price', `${JSON.stringify(positionals[most + 1])} is one argument too many`);
  };
  if (action !== 'set' && action !== 'remove' && (named.by ?? named.to) !== null)
    throw refuse('price', '--by and --to belong to set and remove');
  if (action === 'list') {
    demand(0);
    const list = await pricesOf(settings);
    stdout.write(values.json ? `${JSON.stringify(list, null, 2)}\n` : formatPrices(list));
    return 0;
  }
  if (action === 'set') {
    demand(2);
    const price = read(
      givenPrice,
      { kind: first, price: second, ...named },
      'set takes a kind and a price, as set sms 0.0079',
    );
    await post(settings, '/api/v1/prices', price, async ({ database, keyring }) =>
      changePrices.set(database, payersOf(await loadConfiguration(database, keyring)), price),
    );
  } else if (action === 'remove') {
    demand(1);
    const name = read(
      givenPrice.omit({ price: true }),
      { kind: first, ...named },
      'remove takes a kind, as remove sms',
    );
    await post(settings, '/api/v1/prices/remove', name, ({ database }) => changePrices.remove(database, name));
  } else if (action === 'currency') {
    demand(1);
    await replace(settings, { ...(await pricesOf(settings)), currency: first ?? '' });
  } else if (action === 'import') {
    demand(1);
    await replace(settings, await readList(first, surroundings));
    await noteUnknown(settings, surroundings);
  } else {
    const trouble = action === undefined ? 'what to do is missing' : `there is no ${JSON.stringify(action)}`;
    throw refuse('price', `${trouble}; expected list, set, remove, currency or import`);
  }
  const list = await pricesOf(settings);
  stdout.write(values.json ? `${JSON.stringify(list, null, 2)}\n` : formatPrices(list));
  return 0;
};

function read<Value>(schema: z.ZodType<Value>, given: unknown, usage: string): Value {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw refuse('price', `${where === '' ? '' : `${where}: `}${issue?.message ?? 'not usable'}; ${usage}`);
}

/** A table may come before the provider whose prices it has; a slip of the pen should be seen all the same. */
async function noteUnknown(settings: EnvironmentSettings, { stderr }: Surroundings): Promise<void> {
  const known = await knownPayers(settings);
  const named = new Set((await pricesOf(settings)).prices.flatMap(({ by }) => by ?? []));
  for (const id of named)
    if (!known.includes(id))
      stderr.write(`note: there is no line or provider ${JSON.stringify(id)} (yet): its prices count for nothing\n`);
}

async function knownPayers(settings: EnvironmentSettings): Promise<Payers> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return payersOf(await createHubClient(address).get('/api/v1/configuration/items'));
  return withStore(settings, async ({ database, keyring }) => payersOf(await loadConfiguration(database, keyring)));
}

async function readList(path: string | undefined, { stdin }: Surroundings): Promise<unknown> {
  if (path === undefined) throw refuse('price', 'import takes a file of JSON, or - for standard input');
  try {
    return JSON.parse(path === '-' ? await readText(stdin) : readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KeypigeonError(
      'invalid-request',
      `${path} is no price list: ${reason}; expected what price list --json prints`,
    );
  }
}

async function pricesOf(settings: EnvironmentSettings): Promise<PriceListJson> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return createHubClient(address).get('/api/v1/prices');
  return withStore(settings, ({ database }) => pricesJson(database));
}

async function replace(settings: EnvironmentSettings, given: unknown): Promise<void> {
  const list = read(
    givenList,
    given,
    'expected {"currency": "EUR", "prices": [{"kind": "sms", "to": "US", "price": "0.0079"}]}',
  );
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) await createHubClient(address).put('/api/v1/prices', list);
  else await withStore(settings, ({ database }) => changePrices.replace(database, list));
}

async function post(
  settings: EnvironmentSettings,
  path: string,
  body: Partial<GivenPrice>,
  here: Parameters<typeof withStore<unknown>>[1],
): Promise<void> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) await createHubClient(address).post(path, body);
  else await withStore(settings, here);
}

const kinds = { sms: 'text', call: 'call', email: 'mail' } as const;

function formatPrices({ currency, prices }: PriceListJson): string {
  if (prices.length === 0)
    return `There are no prices yet (${currency}); keypigeon price set sms 0.0079 --to US sets one.\n`;
  const rows = prices.map(({ kind, by, to, price }) => [
    kinds[kind],
    by === null ? 'by any line or provider' : `by ${oneLine(by)}`,
    to === null ? 'anywhere' : `to ${to}`,
    `${price} ${currency}`,
  ]);
  return formatTable(['what', 'by', 'to', 'price'], rows);
}
