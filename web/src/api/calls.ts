import { get, post } from './request.ts';

/** A call that is going on and asks for a key. */
export interface LiveCall {
  id: string;
  line: string;
  source: string;
  messageId: string;
  keys: string[];
  state: 'asking' | 'pressed' | 'refused' | 'ended';
  askedAt: string;
  endsAt: string;
}

export const listCalls = () => get<{ calls: LiveCall[] }>('/calls');
/** Answers what it asked for as it was shown. */
export const pressKeys = ({ id, askedAt }: LiveCall, keys: string) => post(`/calls/${id}/press`, { keys, askedAt });
export const hangUp = (id: string) => post(`/calls/${id}/hang-up`, {});
