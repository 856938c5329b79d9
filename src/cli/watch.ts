import type { MessageJson } from '../http/schemas/message.ts';
import { systemClock } from '../support/clock.ts';
import { readArguments } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { followEvents } from './follow-events.ts';
import { hubAddress } from './hub-address.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { formatTime, oneLine } from './terminal.ts';
import { openScreen } from './watch-screen.ts';
import type { WatchView } from './watch-view.ts';

const historyLength = 50;

/** `keypigeon watch`: codes as they come, until the user ends it. */
export const run: RunCommand = async (args, surroundings) => {
  const { values } = readArguments('watch', args, {
    url: { type: 'string' },
    token: { type: 'string' },
    line: { type: 'string' },
    json: { type: 'boolean' },
  });
  const address = hubAddress('watch', values, surroundings);
  const quit = new AbortController();
  const signal = AbortSignal.any([surroundings.untilStopped(), quit.signal]);
  const { stdout, stdin } = surroundings;
  const isScreen = stdout.isTTY && stdin.isTTY && values.json !== true;
  const client = createHubClient(address);
  // Asked before the screen is taken, so that a refusal is one line below the prompt.
  const history = await listMessages(client, values.line);
  const view = isScreen
    ? openScreen({ stdin, stdout, clock: systemClock, name: address.name, quit: () => quit.abort() })
    : linesView(surroundings, values.json === true);
  // Timers of the clock do not keep a process alive by themselves; while the hub is away nothing else does.
  const alive = setInterval(() => undefined, 60_000);
  try {
    await watch(client, view, { history, line: values.line, signal });
  } finally {
    clearInterval(alive);
    view.close();
  }
  return 0;
};

interface Watched {
  history: MessageJson[];
  line: string | undefined;
  signal: AbortSignal;
}

async function watch(client: HubClient, view: WatchView, { history, line, signal }: Watched): Promise<void> {
  const shown = new Map(history.map((message) => [message.id, message.revision]));
  const show = (message: MessageJson) => {
    const isNews = shown.get(message.id) !== message.revision;
    if (!isNews || (line !== undefined && message.line !== line)) return;
    shown.set(message.id, message.revision);
    view.message(message);
  };
  /** What came while no event told of it: between the list and the stream, or longer ago than events are kept. */
  const catchUp = async () => (await listMessages(client, line)).reverse().forEach(show);
  view.history(history);
  let first = true;
  await followEvents({
    client,
    clock: systemClock,
    signal,
    async onLive(live) {
      view.live(live);
      if (live && first) await catchUp();
      if (live) first = false;
    },
    async onEvent({ kind, data }) {
      if (kind === 'reset') return catchUp();
      if ((kind === 'message' || kind === 'message.revised') && data.message !== undefined) {
        show(data.message as MessageJson);
      }
    },
  });
}

async function listMessages(client: HubClient, line: string | undefined): Promise<MessageJson[]> {
  const query = new URLSearchParams({ limit: String(historyLength), ...(line === undefined ? {} : { line }) });
  return (await client.get<{ messages: MessageJson[] }>(`/api/v1/messages?${query}`)).messages;
}

function linesView({ stdout, stderr }: Surroundings, json: boolean): WatchView {
  let wasLive: boolean | null = null;
  return {
    history() {},
    message(message) {
      if (message.backlog) return;
      stdout.write(json ? `${JSON.stringify(message)}\n` : formatLine(message));
    },
    live(live) {
      if (wasLive === !live)
        stderr.write(live ? 'watch: the hub is back\n' : 'watch: the hub is away; waiting for it\n');
      wasLive = live;
    },
    close() {},
  };
}

function formatLine({ receivedAt, code, service, sender, text }: MessageJson): string {
  const what =
    code === null ? oneLine(text ?? '') : `${oneLine(code)}${service === null ? '' : ` ${oneLine(service)}`}`;
  return `${formatTime(receivedAt)}  ${what}  from ${oneLine(sender)}\n`;
}
