import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../../support/clock.ts';
import { type RandomBytes, systemRandom } from '../../support/random.ts';
import { Device } from './device.ts';
import type { Row } from './mailbox.ts';
import type { InjectedText } from './network.ts';
import type { ScenarioChange } from './scenario.ts';
import type { SentText } from './sending.ts';
import { type ProfileName, profiles, type Traits } from './traits.ts';
import { createListener } from './web-server.ts';

/** Any trait may be given beside the profile that it overrides. */
export interface HilinkSimulatorOptions extends Partial<Traits> {
  /** Default 0: any free port. */
  port?: number;
  /** Default `stick`. */
  profile?: ProfileName;
  clock?: Clock;
  random?: RandomBytes;
}

/** What is in the device and what clients did; plain data. */
export interface HilinkSimulatorState {
  /** All rows of all boxes, oldest first. */
  rows: Row[];
  localMax: number;
  storageFull: boolean;
  /** Parts that wait at the network for room or for the device. */
  waiting: number;
  /** Recipients that were dealt with. */
  sent: SentText[];
  sim: string;
  down: boolean;
  /** Calls by method and path, e.g. `GET sms/sms-count`. */
  calls: Record<string, number>;
  /** Answers by error code. */
  refusals: Record<string, number>;
  /** Most API calls under way at once. */
  maxParallel: number;
  /** POSTs without a good token. */
  tokenMisuse: number;
  openSessions: number;
  loggedInSessions: number;
  logins: number;
  failedLogins: number;
  logouts: number;
}

export interface HilinkSimulator {
  /** E.g. `http://127.0.0.1:8080`. */
  url: string;
  port: number;
  /** Sends a text to the device; `index` of its row, undefined while it waits at the network. */
  inject(text: InjectedText): { index: number | undefined; waiting: number };
  /** Changes the scenario; throws a ZodError on nonsense. */
  scenario(change: ScenarioChange): void;
  state(): HilinkSimulatorState;
  close(): Promise<void>;
}

/**
 * Starts a simulated HiLink device on 127.0.0.1: its web API below `/api/`, and a control API for people and tests below
 * `/simulator/`. Rejects when the port is taken.
 */
export async function startHilinkSimulator(options: HilinkSimulatorOptions = {}): Promise<HilinkSimulator> {
  const { port = 0, profile = 'stick', clock = systemClock, random = systemRandom, ...overrides } = options;
  const device = new Device({ ...profiles[profile], ...overrides }, clock, random);
  const server = createServer((request: IncomingMessage, response: ServerResponse) => void listener(request, response));
  const actualPort = await listen(server, port);
  let isClosed = false;

  const simulator: HilinkSimulator = {
    url: `http://127.0.0.1:${actualPort}`,
    port: actualPort,
    inject: (text) => device.inject(text),
    scenario(change) {
      if (change.reboot?.refuse) suspend(server);
      device.apply(change, () => {
        if (!isClosed && !server.listening) server.listen(actualPort, '127.0.0.1');
      });
    },
    state: () => describe(device),
    async close() {
      isClosed = true;
      device.close();
      await stop(server);
    },
  };
  const listener = createListener(device, simulator);
  return simulator;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Refuses connections; whoever asked for it by HTTP still gets the answer. */
function suspend(server: Server): void {
  server.close();
  setImmediate(() => server.closeAllConnections());
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function describe(device: Device): HilinkSimulatorState {
  const { mailbox, ledger, sessions, login } = device;
  return {
    rows: mailbox.all().map((row) => ({ ...row })),
    localMax: mailbox.localMax,
    storageFull: mailbox.isFull(),
    waiting: device.network.waitingCount(),
    sent: [...device.sending.sent],
    sim: device.simState(),
    down: device.isDown,
    calls: { ...ledger.calls },
    refusals: { ...ledger.refusals },
    maxParallel: ledger.maxParallel,
    tokenMisuse: ledger.tokenMisuse,
    openSessions: sessions.count(),
    loggedInSessions: sessions.loggedIn().length,
    logins: login.successes,
    failedLogins: login.failures,
    logouts: login.logouts,
  };
}
