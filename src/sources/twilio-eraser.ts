import { type TwilioApi, TwilioApiError } from '../twilio-api/api.ts';
import type { SourceContext } from './source.ts';

const batch = 50;
const parallel = 4;

/** Empties at Twilio the bodies of texts whose lifetime is over. */
export interface Eraser {
  /** Erases until none is left. Rejects when Twilio cannot be asked; the rest stays for the next time. */
  pass(signal: AbortSignal): Promise<void>;
}

export function createEraser(api: TwilioApi, context: SourceContext): Eraser {
  // Twilio refused these: asked again in the next run, so that they don't stand in the way of the others.
  const refused = new Set<string>();

  async function erase(sid: string, signal: AbortSignal): Promise<boolean> {
    try {
      await api.redact(sid, signal);
      return true;
    } catch (error) {
      if (!(error instanceof TwilioApiError) || isPassing(error)) throw error;
      // It is not there any more.
      if (error.status === 404) return true;
      refused.add(sid);
      context.log.warn({ sid, error }, 'Twilio did not erase a text; it is tried again after the next start');
      return false;
    }
  }

  return {
    async pass(signal) {
      for (;;) {
        const expired = await context.expiredTexts(batch + refused.size);
        const sids = expired.map((text) => text.transportKey).filter((sid) => !refused.has(sid));
        if (sids.length === 0) return;
        for (let at = 0; at < sids.length; at += parallel) {
          const group = sids.slice(at, at + parallel);
          const erased = await Promise.all(group.map((sid) => erase(sid, signal)));
          await context.markErased(group.filter((_sid, index) => erased[index]));
        }
      }
    },
  };
}

function isPassing({ status }: TwilioApiError): boolean {
  return status === 429 || status >= 500 || status === 401 || status === 403;
}
