import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Attempt, type AttemptFilter, countAttempts, findAttempt, listAttempts } from '../../../store/attempts.ts';
import { readCurrency } from '../../../store/prices.ts';
import type { HubApi } from '../../api.ts';
import { appOf } from '../../app-access.ts';
import { TwilioError } from '../errors.ts';
import { readPage } from '../paging.ts';
import { given, type Parameters, queryOf } from '../parameters.ts';
import { fromSid, toSid } from '../sids.ts';
import { answer, baseOf, isoSeconds, prefixes } from './answer.ts';
import { metaOf } from './pages.ts';
import { badParameter } from './refusals.ts';

/** Twilio Verify's Attempts: each try to send a code, and whether it was entered. */
export function attemptRoutes(server: FastifyInstance, hub: HubApi): void {
  const { database } = hub;

  server.get('/Attempts', async (request, reply) => {
    const query = queryOf(request.raw.url ?? '');
    const page = readPage(query, prefixes.attempt);
    const { attempts, more } = await listAttempts(database, readFilter(request, query), page.place, page.size);
    const base = baseOf(hub, request);
    const currency = await readCurrency(database);
    const list = { key: 'attempts', base, path: '/v2/Attempts', query, prefix: prefixes.attempt };
    const ids = attempts.map(({ id }) => id);
    return answer(reply, 200, {
      attempts: attempts.map((attempt) => attemptResource(attempt, currency, base)),
      meta: metaOf(list, page, ids, more),
    });
  });

  server.get('/Attempts/Summary', async (request, reply) => {
    const query = queryOf(request.raw.url ?? '');
    const { all, converted } = await countAttempts(database, readFilter(request, query));
    return answer(reply, 200, {
      total_attempts: all,
      total_converted: converted,
      total_unconverted: all - converted,
      conversion_rate_percentage: all === 0 ? '0' : String(Math.round((converted * 10_000) / all) / 100),
      url: `${baseOf(hub, request)}/v2/Attempts/Summary`,
    });
  });

  server.get<{ Params: { attempt: string } }>('/Attempts/:attempt', async (request, reply) => {
    const id = fromSid(prefixes.attempt, request.params.attempt);
    const attempt = id === undefined ? undefined : await findAttempt(database, appOf(request).id, id);
    if (attempt === undefined) throw new TwilioError('20404');
    return answer(reply, 200, attemptResource(attempt, await readCurrency(database), baseOf(hub, request)));
  });
}

/** Twilio writes currencies in small letters here. */
function attemptResource(send: Attempt, currency: string, base: string): object {
  const sid = toSid(prefixes.attempt, send.id);
  return {
    sid,
    account_sid: send.app_id,
    service_sid: toSid(prefixes.service, send.service_id),
    verification_sid: toSid(prefixes.verification, send.verification_id),
    date_created: isoSeconds(send.created_at),
    date_updated: isoSeconds(send.updated_at),
    conversion_status: send.converted === 1 ? 'converted' : 'unconverted',
    channel: send.kind,
    price: {
      value: send.cost_micros === null ? null : String(send.cost_micros / 1_000_000),
      currency: currency.toLowerCase(),
    },
    channel_data: { country: send.region, error_code: send.error_code, message_status: send.state },
    url: `${base}/v2/Attempts/${sid}`,
  };
}

function readFilter(request: FastifyRequest, query: Parameters): AttemptFilter {
  if (given(query, 'ChannelData.To') !== undefined)
    throw badParameter('ChannelData.To: attempts are kept without addresses; use VerificationSid');
  const status = given(query, 'Status');
  return {
    appId: appOf(request).id,
    serviceId: sidOf(query, 'VerifyServiceSid', prefixes.service),
    verificationId: sidOf(query, 'VerificationSid', prefixes.verification),
    kind: given(query, 'Channel')?.toLowerCase(),
    region: given(query, 'Country')?.toUpperCase(),
    converted: status === undefined ? undefined : status.toLowerCase() === 'converted',
    after: timeOf(query, 'DateCreatedAfter'),
    before: timeOf(query, 'DateCreatedBefore'),
  };
}

function sidOf(query: Parameters, name: string, prefix: string): string | undefined {
  const sid = given(query, name);
  if (sid === undefined) return undefined;
  const id = fromSid(prefix, sid);
  if (id === undefined) throw badParameter(`${name}: expected a SID as ${prefix} and 32 hexadecimal digits`);
  return id;
}

function timeOf(query: Parameters, name: string): number | undefined {
  const value = given(query, name);
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw badParameter(`${name}: expected a time, as 2026-11-23T09:00:00Z`);
  return time;
}
