import { useEffect, useState } from 'preact/hooks';
import { readFacets } from '../api/messages.ts';
import type { Suggested } from './setting.ts';

/** What the messages that came so far have, the most frequent first; nothing where there are none to see. */
export function useSuggestions(suggested: Suggested | null): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  useEffect(() => {
    if (suggested === null) return;
    let wanted = true;
    readFacets().then(
      ({ services, senders }) => {
        if (wanted) setFound((suggested === 'service' ? services : senders).map(({ name }) => name));
      },
      // It is help, and no more: one types it then.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [suggested]);
  return found;
}
