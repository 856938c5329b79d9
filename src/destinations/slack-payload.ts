import type { Outgoing } from './destination.ts';
import { isoTime } from './message-json.ts';

/** Slack takes 3,000 characters in the text of a section (docs.slack.dev, "Section block"), counted after escaping. */
const longestSection = 3000;
/** Slack takes 150 characters in a header (docs.slack.dev, "Header block"). */
const longestHeader = 150;

type Mrkdwn = { type: 'mrkdwn'; text: string; verbatim: true };
type Block =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'section'; text: Mrkdwn }
  | { type: 'context'; elements: Mrkdwn[] };

/** Body of a call to an incoming webhook. */
export interface SlackPayload {
  text: string;
  blocks: Block[];
  /** Slack would fetch links of the text from its servers, and so use up a link that works once. */
  unfurl_links: false;
  unfurl_media: false;
  username?: string;
  channel?: string;
  icon_emoji?: string;
}

/** The message in Block Kit: the code big, the words, and where it came from; `text` is what notifications show. */
export function slackPayload(outgoing: Outgoing): SlackPayload {
  const words = escapeWithin(outgoing.rendered, longestSection);
  return {
    text: words,
    blocks: [...codeBlocks(outgoing.code), { type: 'section', text: mrkdwn(words) }, contextBlock(outgoing)],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** A block of its own is selected whole by a triple click, with nothing of the words around it. */
function codeBlocks(code: string | null): Block[] {
  if (code === null || code.length > longestHeader) return [];
  if (code.includes('`')) return [{ type: 'header', text: { type: 'plain_text', text: code, emoji: false } }];
  return [{ type: 'section', text: mrkdwn(`\`\`\`${escapeWithin(code, longestSection)}\`\`\``) }];
}

function contextBlock(outgoing: Outgoing): Block {
  const facts = [
    outgoing.service,
    `from ${outgoing.sender}`,
    `to line ${outgoing.line.id}`,
    outgoing.domain === null ? null : `only for ${outgoing.domain}`,
    outgoing.route === null ? null : `by route ${outgoing.route}`,
  ].filter((fact) => fact !== null);
  const words = facts.map((fact) => escapeWithin(fact, 300));
  if (outgoing.expiresAt !== null) words.push(`works until ${slackTime(outgoing.expiresAt)}`);
  return { type: 'context', elements: [mrkdwn(words.join(' · '))] };
}

/** Shown in the zone of whoever reads (docs.slack.dev, "Formatting message text", date formatting). */
function slackTime(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{time}|${isoTime(ms).slice(11, 16)} UTC>`;
}

function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes the three characters that control Slack's text, and cuts where the result would be over `limit`. */
function escapeWithin(text: string, limit: number): string {
  let escaped = '';
  for (const character of text) {
    const next = entities[character] ?? character;
    if (escaped.length + next.length > limit - 1) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}
