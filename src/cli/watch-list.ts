import type { MessageJson } from '../http/schemas/message.ts';

/** No screen is longer. */
const longest = 200;

/** The texts on the screen, newest first, and which of them is shown large. */
export class WatchList {
  messages: MessageJson[] = [];
  #selectedId: string | null = null;

  /** A new code is shown at once; an ordinary text does not take a code's place. */
  add(message: MessageJson): void {
    const at = this.messages.findIndex((one) => one.id === message.id);
    if (at >= 0) this.messages[at] = message;
    else this.messages = [message, ...this.messages].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, longest);
    const isNewest = this.messages[0]?.id === message.id;
    const shown = this.selected();
    if (isNewest && (message.code !== null || shown === undefined || shown.code === null))
      this.#selectedId = message.id;
  }

  selected(): MessageJson | undefined {
    return this.messages.find((one) => one.id === this.#selectedId);
  }

  /** +1: older, -1: newer. */
  move(step: 1 | -1): void {
    const at = this.messages.findIndex((one) => one.id === this.#selectedId);
    const next = this.messages[Math.min(Math.max(at + step, 0), this.messages.length - 1)];
    if (next !== undefined) this.#selectedId = next.id;
  }

  /** Forgets texts and codes whose time is over, as the hub does. */
  forget(now: number): void {
    this.messages = this.messages.map((one) =>
      one.purgedAt === null && Date.parse(one.purgeAt) <= now ? { ...one, text: null, code: null } : one,
    );
  }
}
