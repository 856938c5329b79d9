import type { TextSender } from '../sources/source.ts';

/** A sender of which one knows when nothing is on its way: closed in between, it would not say whether a text left. */
export interface BusySender {
  sender: TextSender;
  /** Resolves when what is being sent now has ended, one way or the other. */
  idle(): Promise<void>;
}

export function watchSender(sender: TextSender): BusySender {
  const running = new Set<Promise<unknown>>();
  return {
    sender: {
      get paceMs() {
        return sender.paceMs;
      },
      get timeoutMs() {
        return sender.timeoutMs;
      },
      send(text, signal) {
        const sending = sender.send(text, signal);
        running.add(sending);
        const ended = () => running.delete(sending);
        sending.then(ended, ended);
        return sending;
      },
      find: (text, since, signal) => sender.find(text, since, signal),
    },
    idle: async () => {
      await Promise.allSettled(running);
    },
  };
}
