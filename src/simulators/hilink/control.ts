import { z } from 'zod';
import type { InjectedText } from './network.ts';
import { type ScenarioChange, scenarioSchema } from './scenario.ts';
import type { HilinkSimulator } from './simulator.ts';

const dateSchema = z
  .union([z.string(), z.number()])
  .refine(
    (date) => !Number.isNaN(new Date(date).getTime()),
    'expected YYYY-MM-DD HH:MM:SS, an ISO time or milliseconds',
  );

const textSchema = z.strictObject({
  sender: z.string().min(1),
  text: z.string().default(''),
  parts: z.union([z.number().int().min(1).max(255), z.array(z.string()).min(1).max(255)]).optional(),
  partDelayMs: z.number().int().min(0).optional(),
  partOrder: z.array(z.number().int().min(1)).optional(),
  date: dateSchema.optional(),
  type: z.number().int().min(0).optional(),
  sim: z.boolean().optional(),
});

interface ControlReply {
  status: number;
  body: unknown;
}

/** Answers a call below `/simulator/`; 400 with one line where the JSON is not as expected. */
export function answerControl(simulator: HilinkSimulator, method: string, path: string, body: string): ControlReply {
  try {
    switch (`${method} ${path}`) {
      case 'GET /simulator/state':
        return { status: 200, body: simulator.state() };
      case 'POST /simulator/texts':
        return { status: 201, body: injectAll(simulator, JSON.parse(body)) };
      case 'POST /simulator/scenario':
        simulator.scenario(scenarioSchema.parse(JSON.parse(body)) as ScenarioChange);
        return { status: 200, body: { ok: true } };
      default:
        return refuse(
          404,
          `${method} ${path} is not there; use POST /simulator/texts, POST /simulator/scenario or GET /simulator/state`,
        );
    }
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(400, `the body is not JSON (${error.message})`);
    if (error instanceof z.ZodError) return refuse(400, describeIssue(error));
    throw error;
  }
}

function injectAll(simulator: HilinkSimulator, body: unknown): unknown {
  if (!Array.isArray(body)) return simulator.inject(textSchema.parse(body) as InjectedText);
  return z
    .array(textSchema)
    .parse(body)
    .map((text) => simulator.inject(text as InjectedText));
}

function refuse(status: number, error: string): ControlReply {
  return { status, body: { error } };
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'the body';
  return `${where}: ${issue?.message ?? 'not as expected'}`;
}
