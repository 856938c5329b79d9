import { signal } from '@preact/signals';
import { account, loadAccount } from './account.ts';
import { type Connection, keepConnection } from './event-connection.ts';
import { readEventStream, type StreamEvent } from './event-stream.ts';
import { learnHubTime } from './hub-clock.ts';
import { SharedEvents } from './shared-events.ts';

/** How the connection to the hub is. */
export const connection = signal<Connection>('connecting');

type Listener = (data: never, kind: string) => void;

/** A hidden tab that cannot share its stream gives it up after this. */
const hiddenMs = 30_000;
const listeners = new Map<string, Set<Listener>>();
let holds = () => true;

/**
 * Hears of events of a kind (`message`, `message.revised`, `delivery`, `wait` …; `reset`: something was missed, read the
 * lists again), while `followEvents` runs. Answers how to stop.
 */
export function listen<Data>(kind: string, listener: (data: Data, kind: string) => void): () => void {
  const known = listeners.get(kind) ?? new Set();
  listeners.set(kind, known);
  known.add(listener as Listener);
  return () => void known.delete(listener as Listener);
}

/** Whether this tab speaks for all tabs: sounds and notifications come from one of them. */
export function speaksForAll(): boolean {
  return holds();
}

/** Keeps connected while somebody is signed in: the shell does. Answers how to stop. */
export function followEvents(person: string): () => void {
  connection.value = 'connecting';
  return 'locks' in navigator && 'BroadcastChannel' in window ? share(person) : followAlone();
}

/** One stream for all tabs. A tab that is put aside gives it to another. */
function share(person: string): () => void {
  const open = () => {
    const shared = new SharedEvents({
      name: `keypigeon-events-${person}`,
      locks: navigator.locks,
      connect,
      onState: setState,
      onEvent: hear,
      isShown,
    });
    holds = () => shared.holds;
    return shared;
  };
  let shared: SharedEvents | null = open();
  const aside = () => {
    shared?.stop();
    shared = null;
  };
  const back = () => {
    shared ??= open();
    if (isShown()) shared.ask();
  };
  const stops = [
    on(document, 'freeze', aside),
    on(window, 'pagehide', aside),
    on(document, 'resume', back),
    on(window, 'pageshow', back),
    on(document, 'visibilitychange', back),
    aside,
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Without HTTPS tabs cannot agree: each has its own stream while it is shown. */
function followAlone(): () => void {
  holds = () => true;
  let place = '';
  let hiding: ReturnType<typeof setTimeout> | undefined;
  const event = (one: StreamEvent) => {
    if (one.id !== '') place = one.id;
    hear(one);
  };
  let close: (() => void) | null = connect('', { state: setState, event });
  const leave = () => {
    close?.();
    close = null;
  };
  const stop = on(document, 'visibilitychange', () => {
    clearTimeout(hiding);
    if (isShown()) close ??= connect(place, { state: setState, event });
    else hiding = setTimeout(leave, hiddenMs);
  });
  return () => {
    stop();
    clearTimeout(hiding);
    leave();
  };
}

function connect(
  after: string,
  { state, event }: { state(state: Connection): void; event(event: StreamEvent): void },
): () => void {
  const read: typeof readEventStream = (wish) =>
    readEventStream({
      ...wish,
      onOpen(response) {
        learnHubTime(response.headers.get('date'));
        wish.onOpen(response);
      },
    });
  const mayRetry = async () => {
    await loadAccount();
    return account.value !== null;
  };
  return keepConnection({ read, onState: state, onEvent: event, mayRetry, pause }, after);
}

/** Ends early when the device gets a network, or when somebody looks at the page. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stops = [
      on(window, 'online', end),
      on(document, 'visibilitychange', () => isShown() && end()),
      on(signal, 'abort', end),
    ];
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      for (const stop of stops) stop();
      resolve();
    }
  });
}

function setState(state: Connection): void {
  connection.value = state;
}

function hear({ kind, data }: StreamEvent): void {
  const parsed: unknown = data === '' ? null : JSON.parse(data);
  for (const listener of listeners.get(kind) ?? []) listener(parsed as never, kind);
}

function isShown(): boolean {
  return document.visibilityState === 'visible';
}

function on(target: EventTarget, name: string, then: () => void): () => void {
  target.addEventListener(name, then);
  return () => target.removeEventListener(name, then);
}
