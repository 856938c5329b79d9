import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KeypigeonError } from '../../domain/errors.ts';
import { normalizeAddress } from '../../domain/phone-number.ts';
import type { SentText } from '../../domain/sent-text.ts';
import type { Viewer } from '../../domain/viewer.ts';
import {
  type AppTextFilter,
  deleteAppText,
  type Erasure,
  eraseAppText,
  getAppText,
  listAppTexts,
} from '../../store/app-texts.ts';
import type { App } from '../../store/apps.ts';
import type { HubApi } from '../api.ts';
import { appOf } from '../app-access.ts';
import { TwilioError } from './errors.ts';
import { messagePrefix, messageResource } from './message-resource.ts';
import { readNewMessage, toRefusal } from './new-message.ts';
import { pageAddresses, readPage } from './paging.ts';
import { given, type Parameters, queryOf } from './parameters.ts';
import { readSentDates } from './sent-dates.ts';
import { fromSid } from './sids.ts';

interface ListRoute {
  Params: { account: string };
  Body: Parameters | undefined;
}

interface MessageRoute {
  /** `message` with the `.json` that ends it. */
  Params: { account: string; message: string };
  Body: Parameters | undefined;
}

/** Twilio's Messages resource, over the texts that the calling app had sent. */
export function messageRoutes(server: FastifyInstance, hub: HubApi): void {
  const { database, keyring } = hub;

  server.post<ListRoute>('/Accounts/:account/Messages.json', async (request, reply) => {
    const app = accountOf(request);
    const token = request.headers['i-twilio-idempotency-token'];
    const wish = readNewMessage(
      request.body ?? new URLSearchParams(),
      app,
      hub.configuration(),
      Array.isArray(token) ? token[0] : token,
    );
    const text = await hub.sendText(viewerOf(app), wish).catch((error: unknown) => {
      throw toRefusal(error);
    });
    return answer(reply, 201, messageResource(text, app.id));
  });

  server.get<ListRoute>('/Accounts/:account/Messages.json', async (request, reply) => {
    const app = accountOf(request);
    const target = request.raw.url ?? '';
    const query = queryOf(target);
    const page = readPage(query, messagePrefix);
    const filter = readFilter(query, app, hub.configuration().defaultRegion);
    const { texts, more } = await listAppTexts(database, keyring, filter, page.place, page.size);
    const ids = texts.map(({ id }) => id);
    return answer(reply, 200, {
      messages: texts.map((text) => messageResource(text, app.id)),
      ...pageAddresses(target.split('?', 1)[0] ?? '', query, messagePrefix, page, ids, more),
    });
  });

  server.get<MessageRoute>('/Accounts/:account/Messages/:message', async (request, reply) => {
    const app = accountOf(request);
    return answer(reply, 200, messageResource(await find(app, idOf(request)), app.id));
  });

  server.post<MessageRoute>('/Accounts/:account/Messages/:message', async (request, reply) => {
    const app = accountOf(request);
    const { id } = await find(app, idOf(request));
    await change(app, id, request.body ?? new URLSearchParams());
    return answer(reply, 200, messageResource(await find(app, id), app.id));
  });

  server.delete<MessageRoute>('/Accounts/:account/Messages/:message', async (request, reply) => {
    const app = accountOf(request);
    demandDone(await database.write(deleteAppText, { appId: app.id, id: idOf(request) }));
    return reply.code(204).send();
  });

  /** Texts have no media; the list of them is there, because clients ask for it. */
  server.get<MessageRoute>('/Accounts/:account/Messages/:message/Media.json', async (request, reply) => {
    const app = accountOf(request);
    const target = request.raw.url ?? '';
    const query = queryOf(target);
    await find(app, idOf({ params: { message: `${request.params.message}.json` } }));
    const addresses = pageAddresses(
      target.split('?', 1)[0] ?? '',
      query,
      messagePrefix,
      readPage(query, messagePrefix),
      [],
      false,
    );
    return answer(reply, 200, { media_list: [], ...addresses });
  });

  async function find(app: App, id: string): Promise<SentText> {
    const text = await getAppText(database, keyring, app.id, id);
    if (text === undefined) throw new TwilioError('20404');
    return text;
  }

  /** `Status=canceled` takes back what waits, an empty `Body` erases the words. */
  async function change(app: App, id: string, form: Parameters): Promise<void> {
    const status = form.get('Status');
    const body = form.get('Body');
    if (status === null && body === null)
      throw new TwilioError('20422', 'expected Status=canceled, or Body with nothing in it');
    if (status !== null && status !== 'canceled')
      throw new TwilioError('20422', 'Status: only canceled can be asked for');
    if (body !== null && body !== '')
      throw new TwilioError('20422', 'Body: a text can only be erased, by an empty Body');
    if (status !== null) await hub.cancelText(viewerOf(app), id).catch(throwAsTwilio);
    if (body !== null) demandDone(await database.write(eraseAppText, { appId: app.id, id }));
  }
}

function throwAsTwilio(error: unknown): never {
  if (error instanceof KeypigeonError && error.code === 'conflict') throw new TwilioError('30409');
  if (error instanceof KeypigeonError && error.code === 'not-found') throw new TwilioError('20404');
  throw error;
}

function demandDone(outcome: Erasure): void {
  if (outcome === 'missing') throw new TwilioError('20404');
  if (outcome === 'busy') throw new TwilioError('20009');
}

/** The app that calls, where the path is its own. Another account looks as if it were not there. */
function accountOf(request: FastifyRequest<{ Params: { account: string } }>): App {
  const app = appOf(request);
  if (request.params.account !== app.id) throw new TwilioError('20404');
  return app;
}

function viewerOf(app: App): Viewer {
  return { kind: 'person', personId: app.ownerId };
}

function idOf({ params }: { params: { message: string } }): string {
  const { message } = params;
  const id = message.endsWith('.json') ? fromSid(messagePrefix, message.slice(0, -'.json'.length)) : undefined;
  if (id === undefined) throw new TwilioError('20404');
  return id;
}

function readFilter(query: Parameters, app: App, region: string | null): AppTextFilter {
  const number = (name: string) => {
    const value = given(query, name);
    return value === undefined ? undefined : normalizeAddress(value, region ?? undefined);
  };
  return { appId: app.id, to: number('To'), from: number('From'), ...readSentDates(query) };
}

function answer(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}
