import type { FastifyRequest } from 'fastify';
import { KeypigeonError } from '../domain/errors.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Access } from './authenticate.ts';

/** Who asks. A route that was reached without a check is a fault of ours, and answers nothing. */
export function accessOf(request: Pick<FastifyRequest, 'access'>): Access {
  if (request.access === null) throw new KeypigeonError('internal', 'a route was reached without a check of its token');
  return request.access;
}

export function viewerOf(request: Pick<FastifyRequest, 'access'>): Viewer {
  return accessOf(request).viewer;
}
