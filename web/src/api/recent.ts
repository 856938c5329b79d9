import { signal } from '@preact/signals';
import type { Call } from './request.ts';

/** What the page that is shown has asked the hub, the newest first: for `curl`. */
export const recent = signal<readonly Call[]>([]);
const mostKept = 12;
/** Names of what is never shown again, also not to who has just typed it. */
const secretNames = /password|secret|token|code|key|auth|pin|webhookUrl|bearer|endpoint|p256dh/i;
/** What is about a browser's own session: a token may not ask for it. */
const forBrowsersOnly = /^\/(account|sign-in|sign-out|setup)(\/(?!found)|$)/;

export function noteRequest(call: Call): void {
  if (forBrowsersOnly.test(call.path)) return;
  const same = (other: Call) => other.method === call.method && other.path === call.path;
  recent.value = [{ ...call, body: hide(call.body) }, ...recent.value.filter((one) => !same(one))].slice(0, mostKept);
}

export function forgetRequests(): void {
  recent.value = [];
}

/** The line that does the same in a terminal. */
export function toCurl({ method, path, body }: Call, origin: string): string {
  const parts = ['curl', '-H "Authorization: Bearer $KEYPIGEON_TOKEN"'];
  if (method !== 'GET') parts.push(`-X ${method}`);
  if (body !== undefined) parts.push("-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body))}`);
  return [...parts, quote(`${origin}/api/v1${path}`)].join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function hide(value: unknown, name = ''): unknown {
  if (typeof value === 'string' && secretNames.test(name)) return '…';
  if (Array.isArray(value)) return value.map((one) => hide(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hide(one, key)]));
}
