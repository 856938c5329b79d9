import type { LineSetting } from '../config/configuration.ts';
import { normalizeAddress } from '../domain/phone-number.ts';
import { TextRefusedError, type TextWish } from '../domain/text-wish.ts';
import type { Viewer } from '../domain/viewer.ts';
import { countSegments } from '../pdu/encode.ts';
import { capUsedUp, noSender } from './hand-over.ts';
import type { Lines } from './lines.ts';
import { checkRecipient, checkWords } from './refusals.ts';

/** A wish that can be fulfilled. */
export interface CheckedWish {
  lines: string[];
  ownerId: string;
  to: string;
  from: string | null;
  segments: number;
}

/** Checks what is asked for by itself, whatever the lines can do now. Throws TextRefusedError. */
export function checkWish(lines: Lines, viewer: Viewer, wish: TextWish): CheckedWish {
  checkWords(wish.text);
  const chosen = chooseLines(lines, viewer, wish);
  const to = checkRecipient(wish.to, lines.rules());
  const ids = chosen.map((line) => line.id);
  return {
    lines: ids,
    ownerId: chosen[0]?.owner ?? '',
    to,
    from: fromOf(lines, wish) ?? chosen[0]?.number ?? null,
    segments: countSegments(wish.text).segments,
  };
}

function chooseLines(lines: Lines, viewer: Viewer, wish: TextWish): LineSetting[] {
  const named = wish.lines ?? [lines.byNumber(fromOf(lines, wish) ?? '')?.id ?? ''];
  const chosen = [...new Set(named)].map((id) => {
    const line = lines.setting(id);
    if (line !== undefined && (viewer.kind === 'administrator' || line.owner === viewer.personId)) return line;
    throw new TextRefusedError(
      'no-line',
      wish.lines === undefined
        ? 'The number to send from is not the number of a line.'
        : `There is no line ${JSON.stringify(id)}; see keypigeon lines.`,
    );
  });
  if (chosen.length === 0) throw new TextRefusedError('no-line', 'Expected the line that sends.');
  return chosen;
}

function fromOf(lines: Lines, { from }: TextWish): string | null {
  return from === undefined ? null : normalizeAddress(from, lines.rules().defaultRegion);
}

/** A text that would only wait to be refused is refused at once. Throws TextRefusedError. */
export async function checkLines(lines: Lines, ids: readonly string[], now: number): Promise<void> {
  if (!ids.some((id) => lines.get(id).senders.length > 0))
    throw new TextRefusedError('line-cannot-send', `${capital(noSender(ids[0] ?? ''))}.`);
  for (const id of ids) if (lines.get(id).senders.length > 0 && (await lines.hasRoom(id))) return;
  const dayMs = 86_400_000;
  throw new TextRefusedError('daily-cap', `${capital(capUsedUp(lines.get(ids[0] ?? '')))}.`, {
    retryAfterSeconds: Math.ceil((dayMs - (now % dayMs)) / 1000),
  });
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
