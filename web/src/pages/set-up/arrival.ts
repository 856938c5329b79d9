import { useEffect, useState } from 'preact/hooks';
import { listen } from '../../api/events.ts';
import { hubNow } from '../../api/hub-clock.ts';
import { listMessages, type Message } from '../../api/messages.ts';
import { tellError } from '../../parts/notices.tsx';

/** What came so long ago is shown when the page is opened again. */
const recentMs = 15 * 60_000;

/** The newest text that came to a line, as it comes; null: none in the last minutes. */
export function useArrival(line: string): Message | null {
  const [came, setCame] = useState<Message | null>(null);
  useEffect(() => {
    let wanted = true;
    const put = (message: Message | undefined) => {
      if (!wanted || message?.line !== line || !isText(message)) return;
      setCame((before) => (before !== null && before.id > message.id ? before : message));
    };
    const look = () =>
      newestText(line).then((message) => {
        if (message !== null && hubNow() - Date.parse(message.receivedAt) < recentMs) put(message);
      }, tellError);
    const heard = ({ message }: { message?: Message }) => (message === undefined ? void look() : put(message));
    const stops = ['message', 'message.revised', 'sighting'].map((kind) => listen(kind, heard));
    stops.push(listen('reset', () => void look()));
    void look();
    return () => {
      wanted = false;
      for (const stop of stops) stop();
    };
  }, [line]);
  return came;
}

/** The newest text of a line, whenever it came; null: none yet. */
export async function newestText(line: string): Promise<Message | null> {
  const { messages } = await listMessages({ line }, null, 10);
  return messages.find(isText) ?? null;
}

function isText({ backlog, event }: Message): boolean {
  return !backlog && event === null;
}
