import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Hub, HubError } from './hub.ts';
import { codePage, homePage, loginPage, styleSource } from './pages.ts';
import type { People } from './people.ts';
import { type Session, Sessions } from './sessions.ts';

export interface LoginAppParts {
  hub: Hub;
  people: People;
  /** Where browsers reach this app and the hub, to use the hub's page for the code; left out: this app has its own. */
  hosted?: { appUrl: string; hubUrl: string };
}

type Step = (request: IncomingMessage, response: ServerResponse, session: Session) => Promise<void>;

/** A login with two factors: a password, then a code that comes by text or call. */
export function createLoginApp(parts: LoginAppParts): Server {
  const { hub, people } = parts;
  const sessions = new Sessions();

  const steps: Record<string, Step> = {
    'GET /': async (_request, response, { person }) =>
      show(response, 200, person === undefined ? loginPage() : homePage(person.name)),

    'POST /login': async (request, response) => {
      const form = await readForm(request);
      const person = await people.find(form.get('name') ?? '', form.get('password') ?? '');
      if (person === undefined) return show(response, 401, loginPage('Name or password is not right.'));
      const { hosted } = parts;
      const returnUrl = hosted === undefined ? {} : { returnUrl: `${hosted.appUrl}/back` };
      const { phone, name: subject } = person;
      const verification = await hub.begin({ phone, subject, ip: addressOf(request), ...returnUrl });
      sessions.start(request, response, { pending: { person, verification } });
      if (hosted === undefined || verification.page === null) return show(response, 200, codePage(verification));
      return redirect(response, new URL(verification.page, hosted.hubUrl).href);
    },

    'POST /code': async (request, response, { pending }) => {
      if (pending === undefined) return redirect(response, '/');
      const verification = await hub.check(pending.verification.id, (await readForm(request)).get('code') ?? '');
      if (verification.correct !== true)
        return show(response, 200, codePage(verification, 'That is not the code; look again.'));
      sessions.start(request, response, { person: pending.person });
      return redirect(response, '/');
    },

    'POST /again': async (request, response, { pending }) => {
      if (pending === undefined) return redirect(response, '/');
      const channel = (await readForm(request)).get('channel') === 'call' ? 'call' : 'sms';
      const verification = await hub.again(pending.verification.id, channel, addressOf(request));
      return show(response, 200, codePage(verification, 'The code is on its way once more.'));
    },

    // A link that somebody else made is good for nothing here: only the verification that this very session began counts.
    'GET /back': async (request, response, { pending }) => {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      if (pending === undefined || query.get('verification') !== pending.verification.id)
        return redirect(response, '/');
      const { status } = await hub.takeBack(pending.verification.id, query);
      sessions.start(request, response, status === 'approved' ? { person: pending.person } : {});
      return redirect(response, '/');
    },

    'POST /logout': async (request, response) => {
      sessions.start(request, response, {});
      return redirect(response, '/');
    },
  };

  return createServer(async (request, response) => {
    const session = sessions.of(request);
    const step = steps[`${request.method} ${(request.url ?? '/').split('?', 1)[0]}`];
    if (step === undefined) return show(response, 404, loginPage('There is nothing here.'));
    try {
      await step(request, response, session);
    } catch (error) {
      explain(response, session, error);
    }
  });
}

/** What went wrong, in words for the person; what they typed so far still counts. */
function explain(response: ServerResponse, { pending }: Session, error: unknown): void {
  const { status, note } = describe(error);
  const counts = pending !== undefined && status !== 410 && (error as HubError).code !== 'max-checks';
  show(response, status, counts ? codePage(pending.verification, note) : loginPage(note));
}

function describe(error: unknown): { status: number; note: string } {
  if (!(error instanceof HubError)) return { status: 502, note: 'Codes cannot be sent just now.' };
  if (error.code === 'not-found') return { status: 410, note: 'That took too long. Sign in again.' };
  const { retryAfterSeconds: seconds } = error;
  return seconds === null
    ? { status: 422, note: 'That is not possible now.' }
    : { status: 429, note: `That is not possible now. Wait ${seconds} seconds.` };
}

function show(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src ${styleSource}; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
}

const longestForm = 4096;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > longestForm) throw new Error('the form is too long');
  }
  return new URLSearchParams(text);
}

/** Of the person's device, for the hub's limits. Behind a proxy, it is what that one says. */
function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '127.0.0.1';
}
