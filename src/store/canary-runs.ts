import { seesWhole, type Viewer } from '../domain/viewer.ts';
import type { CanaryRun } from './canaries.ts';
import type { Database } from './database.ts';

/**
 * The runs of a test on the way that it goes now, the newest first: before, it may have gone to somebody else's line.
 * A person sees those of their own lines.
 */
export async function canaryRuns(
  database: Database,
  viewer: Viewer,
  { id, to, via }: { id: string; to: string; via: string },
  limit: number,
): Promise<CanaryRun[]> {
  let query = database.read
    .selectFrom('canary_runs')
    .selectAll()
    .where('canary_id', '=', id)
    .where('line_id', '=', to)
    .where('via', '=', via);
  if (viewer.kind === 'person' && !seesWhole(viewer))
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('lines')
          .select('lines.id')
          .whereRef('lines.id', '=', 'canary_runs.line_id')
          .where('lines.owner_id', '=', viewer.personId),
      ),
    );
  return await query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}
