import { get, post, remove } from './request.ts';

/** A window in which somebody waits for a code. */
export interface Wait {
  id: string;
  service: string | null;
  line: string | null;
  state: 'waiting' | 'came' | 'nothing' | 'ended';
  startedAt: string;
  endsAt: string;
  usualDelayMs: number;
  messageId: string | null;
  causes: { code: string; text: string }[];
  advice: string[];
}

export const listWaits = () => get<{ waits: Wait[] }>('/waits');
export const startWait = (wish: { service?: string; line?: string; minutes: number }) => post<Wait>('/waits', wish);
export const endWait = (id: string) => remove(`/waits/${id}`);
