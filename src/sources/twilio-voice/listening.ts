import type { Timer } from '../../support/clock.ts';
import { inTurn } from '../../support/in-turn.ts';
import { handIn } from '../hand-in.ts';
import type { SourceContext } from '../source.ts';
import { type AskedKey, askedKeys } from './asked-keys.ts';
import type { HandedIn, HeardCall, HeardCalls } from './heard-calls.ts';
import { digitGroups, joinSpokenDigits } from './spoken-digits.ts';

export interface ListeningSettings {
  /** BCP 47, for a call whose beginning is not known. */
  language: string;
  /** The longest that a call lasts, in milliseconds. */
  longestMs: number;
  /** Presses a key by which one only hears the code; null: nobody does but the owner. */
  press: ((sid: string, key: string) => Promise<void>) | null;
}

/** A voice that reads a code pauses between digits, but not so long. */
const quietMs = 3_000;
/** The recogniser's last words may come behind the end of the call. */
const lastWordsMs = 3_000;
/** An end that nobody told us of is assumed so long behind the longest call. */
const graceMs = 30_000;

/** Makes texts of calls: hands in what is heard as soon as it is clear, and the rest when the call is over. */
export interface Listening {
  /** It was answered; its end is awaited. */
  begun(sid: string): void;
  /** Something was heard and is kept. Rejects as `receive()` does. */
  heard(sid: string): Promise<void>;
  /** The call is over. */
  over(sid: string): void;
  /** Takes up the calls of an earlier run. */
  resume(): Promise<void>;
  /** Was a code heard, or a key asked for? */
  hasPurpose(sid: string): Promise<boolean>;
  close(): void;
}

export function createListening(context: SourceContext, calls: HeardCalls, settings: ListeningSettings): Listening {
  const timers = new Map<string, Timer>();
  const turn = inTurn();
  const { clock, log } = context;
  let closed = false;

  function plan(name: string, ms: number, work: () => Promise<void>): void {
    timers.get(name)?.cancel();
    const run = () => {
      timers.delete(name);
      work().catch((error: unknown) => {
        log.warn({ err: error }, 'what a call said is not handed in yet; it is tried again');
        if (!closed) plan(name, quietMs, work);
      });
    };
    timers.set(name, clock.after(Math.max(0, ms), run));
  }

  const planQuiet = (sid: string) => plan(`${sid} quiet`, quietMs, () => turn(() => consider(sid, true)));
  const planEnd = (sid: string, ms: number) => plan(`${sid} over`, ms, () => turn(() => finish(sid)));

  /** @param isQuiet nothing was said for a while */
  async function consider(sid: string, isQuiet: boolean): Promise<void> {
    const call = await calls.find(sid);
    if (call === undefined) return;
    const now = read(call, settings.language);
    const isNews = now.digits !== '' && now.digits !== call.handed.at(-1)?.digits;
    if (now.newKeys.length > 0) await ask(call, now);
    else if (isNews && (now.isClear || isQuiet)) {
      await handOver(call, now);
      await noteHandedIn(call, now);
    } else if (!isQuiet) planQuiet(sid);
  }

  async function heard(sid: string): Promise<void> {
    // Tried again then, whatever goes wrong now.
    planQuiet(sid);
    if ((await calls.find(sid))?.facts === null) planEnd(sid, lastWordsMs);
    await turn(() => consider(sid, false));
  }

  async function ask(call: HeardCall, now: Reading): Promise<void> {
    const messageId = await handOver(call, now);
    const [only, ...others] = now.newKeys;
    if (settings.press !== null && only?.for === 'hear' && others.length === 0) await pressToHear(call.sid, only.key);
    else {
      const endsAt = (call.facts?.startedAt ?? clock.now()) + settings.longestMs;
      await context.callAsks({ call: call.sid, messageId, keys: now.newKeys.map(({ key }) => key), endsAt });
    }
    await noteHandedIn(call, now);
  }

  async function pressToHear(sid: string, key: string): Promise<void> {
    await settings
      .press?.(sid, key)
      .catch((error: unknown) => log.warn({ err: error }, 'a key for hearing a code could not be pressed'));
  }

  async function finish(sid: string): Promise<void> {
    timers.get(`${sid} quiet`)?.cancel();
    const call = await calls.find(sid);
    if (call === undefined) return;
    const now = read(call, settings.language);
    const isTold = call.handed.length > 0 && call.handed.at(-1)?.digits === now.digits;
    if (now.text !== '' && !isTold) await handOver(call, now);
    await context.callEnded(sid);
    await calls.forget(call);
  }

  async function handOver(call: HeardCall, now: Reading): Promise<string> {
    const { facts, handed, sid } = call;
    // Words behind the end of a call are a text of their own.
    const first = facts === null ? `${sid}/late/${call.firstOrder}` : sid;
    const key = (number: number) => (number === 0 ? first : `${first}/${number}`);
    const { messageId } = await handIn(context, {
      transportKey: key(handed.length),
      sender: facts?.from ?? '',
      ...(facts === null ? {} : { to: facts.to }),
      text: now.text,
      ...(handed.length === 0 ? {} : { revises: key(handed.length - 1) }),
    });
    return messageId;
  }

  async function noteHandedIn(call: HeardCall, { digits, keys }: Reading): Promise<void> {
    await calls.noteHandedIn(call, { digits, keys }, clock.now());
  }

  return {
    begun: (sid) => planEnd(sid, settings.longestMs + graceMs),
    heard,
    over: (sid) => planEnd(sid, lastWordsMs),
    async resume() {
      for (const call of await calls.all()) {
        const end = (call.facts?.startedAt ?? call.lastHeardAt) + settings.longestMs + graceMs;
        planEnd(call.sid, end - clock.now());
        planQuiet(call.sid);
      }
    },
    async hasPurpose(sid) {
      const call = await calls.find(sid);
      if (call === undefined) return false;
      const { digits, keys } = read(call, settings.language);
      return digits !== '' || keys !== '';
    },
    close() {
      closed = true;
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
    },
  };
}

interface Reading extends HandedIn {
  text: string;
  /** The same digits were heard twice. */
  isClear: boolean;
  /** Keys that were not told of before. */
  newKeys: AskedKey[];
}

function read({ words, facts, handed }: HeardCall, fallback: string): Reading {
  const language = facts?.language ?? fallback;
  const text = joinSpokenDigits(words, language);
  const groups = digitGroups(text);
  const once = [...new Set(groups)];
  const keys = askedKeys(text, language);
  const told = handed.map((one) => one.keys).join('');
  return {
    text,
    digits: once.join(' '),
    keys: keys.map(({ key }) => key).join(''),
    isClear: once.length < groups.length,
    newKeys: keys.filter(({ key }) => !told.includes(key)),
  };
}
