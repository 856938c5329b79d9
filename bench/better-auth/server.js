// better-auth's phone-number plugin as an app has it for verification alone: no account, no session, no limiter, and a
// text that is sent to nobody. Here to be measured beside; the code goes back in the answer.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { phoneNumber } from 'better-auth/plugins';

const { PORT = '0', DATABASE_URL, SQLITE_FILE } = process.env;

async function openDatabase() {
  if (DATABASE_URL !== undefined) {
    const { default: pg } = await import('pg');
    return new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
  }
  const { default: SQLite } = await import('better-sqlite3');
  const database = new SQLite(SQLITE_FILE);
  // What is answered stays after a power loss, as here.
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  return database;
}

const sent = new Map();
const options = {
  database: await openDatabase(),
  secret: 'for-benchmarks-only-0123456789abcdef',
  baseURL: `http://127.0.0.1:${PORT}`,
  logger: { disabled: true },
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  plugins: [
    phoneNumber({
      sendOTP: ({ phoneNumber: number, code }) => {
        sent.set(number, code);
      },
    }),
  ],
};
await (await getMigrations(options)).runMigrations();
const { api } = betterAuth(options);

const routes = {
  '/issue': async (body) => {
    await api.sendPhoneNumberOTP({ body });
    const code = sent.get(body.phoneNumber);
    sent.delete(body.phoneNumber);
    return { code };
  },
  '/check': (body) => api.consumePhoneNumberOTP({ body }),
  '/healthz': async () => ({}),
};

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
  try {
    const answer = await routes[request.url](body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  } catch (error) {
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: String(error) }));
  }
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
