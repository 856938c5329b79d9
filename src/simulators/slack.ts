import {
  type HttpSimulator,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatorOptions,
  startHttpSimulator,
} from './http-simulator.ts';
import { createTroubleQueue, type Trouble, type TroubleQueue } from './trouble.ts';

/** A message as Slack would have shown it. */
export interface SlackMessage {
  text?: string;
  blocks?: { type: string; text?: { type: string; text: string }; elements?: { type: string; text: string }[] }[];
  username?: string;
  channel?: string;
  icon_emoji?: string;
}

export interface SlackSimulator extends HttpSimulator, Pick<TroubleQueue, 'failNext' | 'failAlways' | 'heal'> {
  /** The only hook that exists. */
  webhookUrl: string;
  messages: SlackMessage[];
}

const hookPath = '/services/T00000000/B00000000/simulated';
const blockTypes = new Set([
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
]);
/** Words that Slack answers a status with (docs.slack.dev, "Sending messages using incoming webhooks"). */
const words: Record<number, string> = {
  400: 'invalid_payload',
  403: 'action_prohibited',
  404: 'no_service',
  410: 'channel_is_archived',
  429: 'rate_limited',
  500: 'rollup_error',
};

/** Slack's incoming webhooks: takes what Slack would take, refuses what it would refuse, and keeps what it took. */
export async function startSlackSimulator(options: SimulatorOptions = {}): Promise<SlackSimulator> {
  const messages: SlackMessage[] = [];
  const troubles = createTroubleQueue();
  const answer = (request: SimulatedRequest) => {
    if (request.method !== 'POST' || request.target.pathname !== hookPath) return plain(404);
    const message = parse(request);
    const wrong = message === null ? 'invalid_payload' : check(message);
    if (message === null || wrong !== null) return plain(400, wrong ?? 'invalid_payload');
    messages.push(message);
    return plain(200, 'ok');
  };
  const http = await startHttpSimulator(options, troubles, answer, ({ status = 500, code }: Trouble) =>
    plain(status, code === undefined ? undefined : String(code)),
  );
  const { failNext, failAlways, heal } = troubles;
  return { ...http, webhookUrl: http.url + hookPath, messages, failNext, failAlways, heal };
}

function plain(status: number, body = words[status] ?? ''): SimulatedAnswer {
  return { status, headers: { 'content-type': 'text/html' }, body };
}

/** JSON, or the older form field `payload` that holds JSON. */
function parse({ headers, body }: SimulatedRequest): SlackMessage | null {
  const text = body.toString('utf8');
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  try {
    const parsed: unknown = JSON.parse(form ? (new URLSearchParams(text).get('payload') ?? '') : text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** Slack's word for what is wrong; null when nothing is. */
function check({ text, blocks }: SlackMessage): string | null {
  if (blocks === undefined) return typeof text === 'string' && text !== '' ? null : 'no_text';
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > 50) return 'invalid_blocks';
  return blocks.every(isBlock) ? null : 'invalid_blocks';
}

/** The limits of the block types that hooks use (docs.slack.dev, "Blocks"). */
function isBlock(block: NonNullable<SlackMessage['blocks']>[number]): boolean {
  if (!blockTypes.has(block.type)) return false;
  if (block.type === 'header') return block.text?.type === 'plain_text' && isText(block.text, 150);
  if (block.type === 'section') return isText(block.text, 3000);
  if (block.type !== 'context') return true;
  const { elements } = block;
  return (
    Array.isArray(elements) &&
    elements.length >= 1 &&
    elements.length <= 10 &&
    elements.every((one) => isText(one, 3000))
  );
}

function isText(object: { type: string; text: string } | undefined, limit: number): boolean {
  if (object === undefined || !['plain_text', 'mrkdwn'].includes(object.type)) return false;
  return typeof object.text === 'string' && object.text.length >= 1 && object.text.length <= limit;
}
