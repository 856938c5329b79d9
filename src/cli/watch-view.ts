import type { MessageJson } from '../http/schemas/message.ts';

/** Who shows what comes. */
export interface WatchView {
  /** Texts that were there before, newest first. */
  history(messages: readonly MessageJson[]): void;
  /** A text that came, or one that changed. */
  message(message: MessageJson): void;
  /** Whether the hub is there. */
  live(live: boolean): void;
  close(): void;
}
