import { get, query } from './request.ts';

export interface AuditEntry {
  id: number;
  at: string;
  actor: 'person' | 'token' | 'local' | 'nobody';
  person: string | null;
  action: string;
  subject: string | null;
  address: string | null;
}

/** Newest first; `before`: the id of the last one that is there already. */
export const listAudit = async (wanted: { before?: number | undefined; person?: string; limit: number }) =>
  (await get<{ entries: AuditEntry[] }>(`/audit${query(wanted)}`)).entries;
