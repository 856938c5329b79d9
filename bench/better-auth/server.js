// better-auth's phone-number plugin without limiter, and with a text that is sent to nobody; the code goes back in the
// answer. Here to be measured beside, in two ways: by its own HTTP endpoints, where who verified a number has an account
// (but no session is made); and by the calls that it has for servers, which only issue and check.
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
      signUpOnVerification: { getTempEmail: (number) => `${number.slice(1)}@example.com` },
    }),
  ],
};
await (await getMigrations(options)).runMigrations();
const { api, handler } = betterAuth(options);

const endpoint = async (path, body) => {
  const headers = { 'content-type': 'application/json' };
  const url = `${options.baseURL}/api/auth/phone-number/${path}`;
  const response = await handler(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
  const answer = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
};
const codeOf = ({ phoneNumber: number }) => {
  const code = sent.get(number);
  sent.delete(number);
  return { code };
};

const routes = {
  '/endpoints/issue': async (body) => {
    await endpoint('send-otp', body);
    return codeOf(body);
  },
  '/endpoints/check': (body) => endpoint('verify', { ...body, disableSession: true }),
  '/calls/issue': async (body) => {
    await api.sendPhoneNumberOTP({ body });
    return codeOf(body);
  },
  '/calls/check': (body) => api.consumePhoneNumberOTP({ body }),
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
