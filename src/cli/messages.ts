import { readEnvironment } from '../config/environment.ts';
import { longestSearch } from '../domain/search-words.ts';
import type { MessageJson } from '../http/schemas/message.ts';
import { readArguments, readId, readWhole, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { longestList, withReader } from './hub-reader.ts';
import { formatTable, formatTime, oneLine, shorten } from './terminal.ts';

/** `keypigeon messages`: the newest texts, newest first. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values } = readArguments('messages', args, {
    limit: { type: 'string', default: '20' },
    line: { type: 'string' },
    service: { type: 'string' },
    search: { type: 'string' },
    code: { type: 'boolean' },
    before: { type: 'string' },
    json: { type: 'boolean' },
  });
  const { line, service, search: q } = values;
  if (q !== undefined && (q.trim() === '' || q.length > longestSearch))
    throw refuse('messages', `--search takes words, 1 to ${longestSearch} characters`);
  const before = values.before === undefined ? undefined : readId('messages', values.before, 'message');
  const limit = readWhole('messages', 'limit', values.limit, 1, longestList);
  const wish = { limit, line, service, q, before, hasCode: values.code };
  const messages = await withReader(readEnvironment(env), (reader) => reader.messages(wish));
  stdout.write(
    values.json ? messages.map((one) => `${JSON.stringify(one)}\n`).join('') : formatMessages(messages, stdout.columns),
  );
  return 0;
};

const textWidth = 60;

function formatMessages(messages: readonly MessageJson[], columns: number | undefined): string {
  if (messages.length === 0) return 'There are no such messages.\n';
  const rows = messages.map((one) => [
    one.id,
    formatTime(one.receivedAt),
    one.line,
    oneLine(one.sender),
    oneLine(one.service ?? ''),
    oneLine(one.code ?? ''),
    shorten(wordsFor(one), columns === undefined ? Number.POSITIVE_INFINITY : textWidth),
  ]);
  return formatTable(['ID', 'RECEIVED', 'LINE', 'SENDER', 'SERVICE', 'CODE', 'TEXT'], rows);
}

function wordsFor({ text, purgedAt, backlog }: MessageJson): string {
  const words = text === null && purgedAt !== null ? '(erased)' : oneLine(text ?? '');
  return backlog ? `(backlog) ${words}`.trimEnd() : words;
}
