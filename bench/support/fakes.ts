import { type ChildProcess, fork } from 'node:child_process';
import type { Arrival, FakesAnswer, FakesCommand } from './fakes-process.ts';

export interface Fakes {
  twilioUrl: string;
  slackUrl: string;
  setLatency(ms: number): void;
  /** Everything that arrived since the last call. */
  takeArrivals(): Promise<Arrival[]>;
  /** Most sockets that were open at once. */
  mostSockets(): Promise<number>;
  stop(): void;
}

/** Starts the other sides in a process of their own. */
export async function startFakes(): Promise<Fakes> {
  const child = fork(new URL('fakes-process.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await next(child, 'ready');
  const ask = (command: FakesCommand) => child.send(command);
  return {
    twilioUrl: ready.twilio,
    slackUrl: ready.slack,
    setLatency: (ms) => void ask({ kind: 'latency', ms }),
    async takeArrivals() {
      ask({ kind: 'arrivals' });
      return (await next(child, 'arrivals')).arrivals;
    },
    async mostSockets() {
      ask({ kind: 'sockets' });
      return (await next(child, 'sockets')).most;
    },
    stop: () => void child.disconnect(),
  };
}

function next<Kind extends FakesAnswer['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<FakesAnswer, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: FakesAnswer) => {
      if (answer.kind !== kind) return;
      child.off('message', onMessage);
      resolve(answer as Extract<FakesAnswer, { kind: Kind }>);
    };
    child.on('message', onMessage);
    if (child.exitCode !== null) reject(new Error('the fakes ended'));
  });
}
