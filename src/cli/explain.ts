import { readEnvironment } from '../config/environment.ts';
import type { RoutingTrace } from '../domain/route.ts';
import { readArguments, readId, refuse } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { formatDelivery } from './deliveries.ts';
import { createHubClient, localHub } from './hub-client.ts';
import { type Explanation, withReader } from './hub-reader.ts';
import { oneLine } from './terminal.ts';

const options = {
  line: { type: 'string' },
  sender: { type: 'string' },
  text: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const;

interface Hypothesis {
  line: string;
  sender: string;
  code: string | null;
  service: string | null;
  receivedAt: string;
  trace: RoutingTrace;
  lines: string[];
}

/** `keypigeon explain`: why a text went where it went, or where one would go. */
export const run: RunCommand = async (args, surroundings) => {
  const { values, positionals } = readArguments('explain', args, options, 1);
  const { json, ...wish } = values;
  const [given] = positionals;
  const isHypothesis = Object.values(wish).some((value) => value !== undefined);
  if (given !== undefined && isHypothesis)
    throw refuse('explain', 'a message id and --line, --sender, --text or --at exclude each other');
  if (given !== undefined) {
    const id = readId('explain', given, 'message');
    const explanation = await withReader(readEnvironment(surroundings.env), (reader) => reader.explanation(id));
    surroundings.stdout.write(json ? `${JSON.stringify(explanation)}\n` : formatExplanation(explanation));
    return 0;
  }
  const answer = await suppose(wish, surroundings);
  surroundings.stdout.write(json ? `${JSON.stringify(answer)}\n` : formatHypothesis(answer));
  return 0;
};

function suppose(
  wish: Partial<Record<'line' | 'sender' | 'text' | 'at', string>>,
  { env }: Surroundings,
): Promise<Hypothesis> {
  const { line, sender, text, at } = wish;
  if (line === undefined || text === undefined) throw refuse('explain', 'expected a message id, or --line and --text');
  const time = at === undefined ? undefined : new Date(at);
  if (time !== undefined && Number.isNaN(time.getTime())) {
    throw refuse('explain', `--at ${at} is no time, expected one as 2026-11-22T08:00:00Z`);
  }
  const client = createHubClient(localHub(readEnvironment(env).dataFolder));
  const receivedAt = time === undefined ? {} : { receivedAt: time.toISOString() };
  return client.post('/api/v1/explanations', {
    line,
    text,
    ...(sender === undefined ? {} : { sender }),
    ...receivedAt,
  });
}

function formatExplanation({ revisions, deliveries }: Explanation): string {
  const several = revisions.length > 1;
  const told = revisions.flatMap(({ revision, lines }) => [...(several ? [`Revision ${revision}:`] : []), ...lines]);
  const went =
    deliveries.length === 0 ? 'There are no deliveries.\n' : `Deliveries:\n${deliveries.map(formatDelivery).join('')}`;
  return `${told.map((line) => `${oneLine(line)}\n`).join('')}${went}`;
}

function formatHypothesis({ line, sender, code, service, lines }: Hypothesis): string {
  const found =
    code === null ? 'no code' : `the code ${oneLine(code)}${service === null ? '' : ` of ${oneLine(service)}`}`;
  const head = `A text to ${line}${sender === '' ? '' : ` from ${oneLine(sender)}`} with ${found}:`;
  return [head, ...lines.map(oneLine)].map((one) => `${one}\n`).join('');
}
