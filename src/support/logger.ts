import { type Logger as PinoLogger, pino } from 'pino';
import { redactUrls } from './redact.ts';

/** What adapters and stages log with. Never a text, a code, a token or a number of a person. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(bindings: object): Logger;
}

/** Field names that are blanked wherever they turn up, as a second line of defence. */
const secretFields = [
  'text',
  'code',
  'body',
  'password',
  'token',
  'secret',
  'authToken',
  'webhookUrl',
  'authorization',
  'cookie',
  'sender',
  'to',
  'from',
  'number',
];

/** Logs JSON lines to stderr: stdout belongs to results. */
export function createLogger(level: string, stream: NodeJS.WritableStream = process.stderr): Logger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`]);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError, err: describeError },
    },
    stream as Parameters<typeof pino>[1] & object,
  ) as PinoLogger as unknown as Logger;
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: redactUrls(String(error)) };
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    ...(code === undefined ? {} : { errno: code }),
    message: redactUrls(error.message),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** For tests and commands that keep quiet. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
};
