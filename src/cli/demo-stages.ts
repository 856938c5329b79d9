import { administrator } from '../domain/viewer.ts';
import type { HubApi } from '../http/api.ts';
import { type HubEvent, newestPosition, readEvents } from '../store/events.ts';
import { getMessage } from '../store/messages.ts';
import { formatDuration, oneLine, shorten } from './terminal.ts';

/** Shows each text as it passes: at the stick, its code found and stored, published. */
export interface Stages {
  /** A text is about to reach the stick. */
  arrived(sender: string, text: string): void;
  close(): void;
}

const textWidth = 72;

export function followStages(api: HubApi, stdout: { write(text: string): unknown }): Stages {
  const { database, keyring, clock } = api;
  const arrivals = new Map<string, number>();
  const startOf = new Map<string, number>();
  let position = newestPosition(database);
  let reading = Promise.resolve();

  const tell = async ({ kind, data, createdAt }: HubEvent): Promise<void> => {
    const messageId = String(data.messageId);
    if (kind === 'message') {
      const message = await getMessage(database, keyring, administrator, messageId);
      if (message === undefined) return;
      const since = arrivals.get(message.text ?? '') ?? message.receivedAt;
      startOf.set(messageId, since);
      const service = message.service === null ? '' : ` of ${oneLine(message.service)}`;
      const found =
        message.code === null ? 'no code in it: an ordinary text' : `code ${oneLine(message.code)}${service}`;
      stdout.write(`  ${after(since, createdAt)}  found      ${found}\n`);
    }
    if (kind === 'delivery') {
      const since = startOf.get(messageId) ?? createdAt;
      stdout.write(
        `  ${after(since, createdAt)}  published  to MQTT by ${String(data.destination)}: ${String(data.state)}\n\n`,
      );
    }
  };
  const readNew = async (): Promise<void> => {
    const { events } = await readEvents(database, administrator, await position, 100);
    for (const event of events) {
      await tell(event);
      position = Promise.resolve(event.id);
    }
  };
  const unsubscribe = api.changes.subscribe(() => {
    reading = reading.then(readNew).catch(() => undefined);
  });

  return {
    arrived(sender, text) {
      arrivals.set(text, clock.now());
      stdout.write(`  ${after(0, 0)}  at stick   ${oneLine(sender)}: ${shorten(oneLine(text), textWidth)}\n`);
    },
    close: unsubscribe,
  };
}

function after(start: number, now: number): string {
  return `+${formatDuration(Math.max(now - start, 0))}`.padStart(8);
}
