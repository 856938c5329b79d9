import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { PduError } from '../../pdu/pdu-error.ts';
import type { SerialSimulator } from './simulator.ts';

const whole = z.number().int().min(0);

const textSchema = z.strictObject({
  sender: z.string().min(1),
  text: z.string().default(''),
  sentAt: z.number().optional(),
  zoneMinutes: z.number().int().min(-840).max(840).optional(),
  reference: whole.max(65_535).optional(),
  bits: z.union([z.literal(8), z.literal(16)]).optional(),
  order: z.array(whole.min(1)).optional(),
  partDelayMs: whole.optional(),
  messageClass: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).optional(),
  alphabet: z.enum(['gsm7', 'ucs2']).optional(),
  protocolId: whole.max(255).optional(),
  cut: whole.optional(),
});

const pduSchema = z.strictObject({
  pdu: z.string().regex(/^[0-9a-fA-F]*$/, 'expected hexadecimal digits'),
  length: whole.optional(),
});

const simSchema = z.strictObject({
  iccid: z.string().optional(),
  imsi: z.string().optional(),
  number: z.string().optional(),
  smsc: z.string().optional(),
  pin: z.string().optional(),
  puk: z.string().optional(),
});

type Act = (simulator: SerialSimulator, body: string) => unknown;

/** What people and tests in other processes can ask of a running simulator. */
const acts: Record<string, Act> = {
  'GET /simulator/state': (simulator) => ({ path: simulator.path, paths: simulator.paths, ...simulator.state() }),
  'POST /simulator/texts': (simulator, body) =>
    [z.union([textSchema, z.array(textSchema)]).parse(JSON.parse(body))]
      .flat()
      .map((text) => ({ parts: simulator.deliver(text) })),
  'POST /simulator/pdus': (simulator, body) => {
    const { pdu, length } = pduSchema.parse(JSON.parse(body));
    simulator.deliverPdu(pdu, length);
  },
  'POST /simulator/scenario': (simulator, body) => simulator.scenario(JSON.parse(body)),
  'POST /simulator/sim': (simulator, body) => {
    const named = Object.entries(simSchema.parse(JSON.parse(body))).filter(([, value]) => value !== undefined);
    simulator.swapSim(Object.fromEntries(named));
  },
  'POST /simulator/unplug': (simulator) => simulator.unplug(),
  'POST /simulator/replug': async (simulator) => ({ path: await simulator.replug() }),
};

export interface Control {
  /** E.g. `http://127.0.0.1:8081`. */
  url: string;
  close(): Promise<void>;
}

/** Serves a simulator's control API on 127.0.0.1. Rejects when the port is taken. */
export async function serveControl(simulator: SerialSimulator, port: number): Promise<Control> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(simulator, `${request.method} ${request.url}`, await read(request));
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(simulator: SerialSimulator, call: string, body: string) {
  const act = acts[call];
  if (!act) return refuse(404, `${call} is not there; use ${Object.keys(acts).join(', ')}`);
  try {
    return { status: 200, body: (await act(simulator, body)) ?? { ok: true } };
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(400, `the body is not JSON (${error.message})`);
    if (error instanceof PduError) return refuse(400, error.message);
    if (error instanceof z.ZodError) return refuse(400, describeIssue(error));
    throw error;
  }
}

function refuse(status: number, error: string) {
  return { status, body: { error } };
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not as expected'}`;
}

async function read(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
