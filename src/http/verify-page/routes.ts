import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type App, findApp } from '../../store/apps.ts';
import { verificationToSend } from '../../store/verification-reads.ts';
import type { SeenVerification } from '../../verification/seen.ts';
import { findWords, wordsFor } from '../../verification/words/languages.ts';
import type { Words } from '../../verification/words/words.ts';
import type { HubApi } from '../api.ts';
import { refuseForeign, siteOfRequest } from '../browser.ts';
import { addressOf } from '../caller.ts';
import { act } from './act.ts';
import { goneDocument, verificationDocument } from './document.ts';
import type { Html } from './html.ts';
import { preferredWords } from './preferred-words.ts';
import { reachOf } from './reach.ts';
import { type PageView, viewOf } from './view.ts';
import { createVisitors } from './visitor.ts';

interface PageRoute {
  Params: { id: string };
  Querystring: { lang?: unknown; said?: unknown };
  Body: URLSearchParams | undefined;
}

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const files = { 'page.css': 'text/css; charset=utf-8', 'page.js': 'text/javascript; charset=utf-8' } as const;

/**
 * `/verify/ID`: the page on which a person enters their code, for apps that have none of their own. Looking at it changes
 * nothing, so that programs that follow links do no harm.
 */
export function verifyPageRoutes(server: FastifyInstance, hub: HubApi): void {
  const visitors = createVisitors(hub);

  server.get<PageRoute>('/verify/:id', async (request, reply) => {
    const page = await findPage(request);
    if (page === undefined) return gone(request, reply);
    const { view, words } = page;
    const token = visitors.tokenFor(request, reply, siteOfRequest(hub, request), view.id);
    return show(reply, 200, verificationDocument(view, words, token), view.returnUrl);
  });

  server.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );
    scope.post<PageRoute>('/verify/:id', async (request, reply) => {
      refuseForeign(request, { byCookie: true });
      const site = siteOfRequest(hub, request);
      const page = await findPage(request);
      const personal = page?.seen.personal ?? null;
      if (page === undefined || personal === null) return gone(request, reply);
      const { view, words, app } = page;
      const form = request.body ?? new URLSearchParams();
      const address = `/verify/${view.id}?lang=${words.language}`;
      // A browser that keeps no cookies, or a page from before its cookie was gone: shown anew, with a fresh one. Without a
      // word people would take it for a code that was typed wrong, and type it again and again.
      if (!visitors.isFrom(request, site, view.id, form.get('token') ?? ''))
        return reply.redirect(`${address}&said=refused`, 303);
      const [action, code] = [form.get('action') ?? 'check', form.get('code') ?? ''];
      const clientAddress = addressOf(hub, request);
      const acted = await act(hub, { app, id: view.id, personal, action, code, clientAddress });
      if ('returnTo' in acted) return reply.redirect(acted.returnTo, 303);
      return reply.redirect(acted.say === null ? address : `${address}&said=${acted.say}`, 303);
    });
  });

  for (const [name, type] of Object.entries(files)) {
    const body = readFileSync(new URL(name, import.meta.url));
    server.get(`/verify/${name}`, (_request, reply) => reply.header('cache-control', 'no-cache').type(type).send(body));
  }

  async function findPage(request: FastifyRequest<PageRoute>): Promise<Page | undefined> {
    const { id } = request.params;
    const row = idShape.test(id) ? await verificationToSend(hub.database, id) : undefined;
    const app = row === undefined ? undefined : await findApp(hub.database, row.app_id);
    if (row === undefined || app === undefined) return undefined;
    const service = await hub.verifying.service(app.id, row.service_id);
    const seen = service === undefined ? undefined : await hub.verifying.find(app, service, { id });
    if (service === undefined || seen === undefined) return undefined;
    const { lang, said } = request.query;
    const channels = (await hub.verifying.channelsOf(app.id))();
    const reaches = reachOf(channels, app, service.name, seen);
    const about = { named: service.name, reaches, said: typeof said === 'string' ? said : undefined };
    const view = viewOf(seen, about, hub.clock.now());
    const words = (typeof lang === 'string' ? findWords(lang) : undefined) ?? wordsFor(row.locale);
    return view === undefined ? undefined : { view, words, app, seen };
  }
}

interface Page {
  view: PageView;
  words: Words;
  app: App;
  seen: SeenVerification;
}

function gone(request: FastifyRequest<PageRoute>, reply: FastifyReply): FastifyReply {
  const { lang } = request.query;
  const chosen = typeof lang === 'string' ? findWords(lang) : undefined;
  const words = chosen ?? preferredWords(request.headers['accept-language']);
  const path = `/verify/${encodeURIComponent(request.params.id)}`;
  return show(reply, 404, goneDocument(words, path), null);
}

/** Browsers ask `form-action` for the place that a form leads to by a redirect, too. */
function show(reply: FastifyReply, status: number, document: Html, returnUrl: string | null): FastifyReply {
  const back = returnUrl === null ? '' : ` ${new URL(returnUrl).origin}`;
  return reply
    .code(status)
    .headers({
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'self'${back}; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`,
      // So that a form says where it comes from; other sites are told nothing.
      'referrer-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    })
    .type('text/html; charset=utf-8')
    .send(document.text);
}
