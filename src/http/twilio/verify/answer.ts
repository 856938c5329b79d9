import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HubApi } from '../../api.ts';

/** Prefixes of Twilio Verify's SIDs. */
export const prefixes = { service: 'VA', verification: 'VE', attempt: 'VL' } as const;

export function answer(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Where this hub is for whoever calls, as links begin. */
export function baseOf(hub: HubApi, request: FastifyRequest): string {
  return hub.configuration().publicUrl ?? `${request.protocol}://${request.host}`;
}

/** `2026-11-23T09:00:00Z`, as Twilio writes times. */
export function isoSeconds(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== last.second) last = { second, text: `${new Date(ms).toISOString().slice(0, 19)}Z` };
  return last.text;
}

/** Most times that are told are of this second. */
let last = { second: Number.NaN, text: '' };
