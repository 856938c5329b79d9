import type { LimitUse } from '../domain/send-limits.ts';
import { nextSendAt, type Purpose, type Refused, type WorkflowStep } from '../domain/verification.ts';
import type { IssueRequest } from '../store/issue-plan.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import type { VerificationRow } from '../store/verification-tables.ts';
import type { VerifyAppSettings } from '../store/verify-apps.ts';
import { AddressRefusedError, type CodeAddress, readAddress } from './address.ts';
import { type Asker, aboutOf, demandAllowed, demandPayment, refuse } from './allowed.ts';
import { openKey, payloadHash } from './bound.ts';
import type { Channel, ChannelKind, ComposeWords } from './channel.ts';
import { codeWords } from './code-words.ts';
import type { Codes } from './codes.ts';
import { budgetUse, mostCost, unpricedDetail } from './day-budget.ts';
import type { Hashes } from './hashes.ts';
import { failureKey, limitsOf } from './limits.ts';
import type { Prices } from './prices.ts';
import { demandReturn } from './return-address.ts';
import { languageOfRegion } from './words/region-language.ts';

/** What an app asks for. */
export interface IssueWish {
  to: string;
  /** Kinds in the order in which they may serve: a landline goes to the call, where that is among them. */
  kinds: readonly ChannelKind[];
  purpose: Purpose;
  /** Whom the code is for, where several share the address; each has an own code. */
  subject: string | null;
  locale: string | null;
  /** A token that must come back with the code; null: none. */
  binding: string | null;
  /** What keeps it apart from others for the same address: each has an own code. undefined: nothing. */
  session?: string | undefined;
  amount: string | null;
  payee: string | null;
  /** In place of a generated code. */
  customCode: string | null;
  codeLength: number | null;
  customName: string | null;
  appHash: string | null;
  /** Of the device of whoever asks the app, never the app's own. */
  clientAddress: string | null;
  idempotency: { key: string; body: string } | null;
  /** Where each kind goes, where that is not the same; else all to `to`. */
  targets?: { phone: string | null; email: string | null };
  /** One step for each of `kinds`, which follow each other by themselves; undefined: only the first that can is taken. */
  workflow?: readonly WorkflowStep[];
  /** Where a hosted page leads back to. */
  returnUrl?: string;
  /** Name of the host of that page, which the code is bound to then; null: it has none. */
  pageHost?: string | null;
}

export interface IssueParts {
  codes: Codes;
  hashes: Hashes;
  seal(id: string, part: PersonalPart): string;
  defaultRegion: string | null;
  channels: readonly Channel[];
  compose: ComposeWords;
  prices: Pick<Prices, 'costOf'>;
  maxChecks: number;
  maxSends: number;
}

/** What a wish comes down to; the code, where the app chose it, is in memory only. */
export interface PreparedIssue {
  request: IssueRequest;
  personal: PersonalPart;
  customCode: string | null;
}

interface Ids {
  id: string;
  attemptId: string;
  nodeId: string;
  now: number;
}

/** Checks a wish by itself and makes the rows that it would become; reads and writes nothing. */
export function prepareIssue(
  parts: IssueParts,
  asker: Asker,
  wish: IssueWish,
  ids: Ids,
): PreparedIssue | (Refused & { detail: string }) {
  try {
    demandReturn(asker.settings, wish);
    demandPayment(asker.service, wish);
    const found = route(parts, asker, wish);
    const personal: PersonalPart = {
      to: found.address.to,
      subject: wish.subject,
      customName: wish.customName,
      amount: wish.amount,
      payee: wish.payee,
      appHash: wish.appHash,
      ...(wish.targets === undefined ? {} : { targets: wish.targets }),
      ...(wish.workflow === undefined ? {} : { workflow: [...wish.workflow] }),
      ...(wish.returnUrl === undefined ? {} : { returnUrl: wish.returnUrl }),
      pageHost: wish.pageHost ?? asker.settings.domain,
    };
    return {
      request: requestOf(parts, asker, wish, { ...ids, ...found, personal }),
      personal,
      customCode: wish.customCode,
    };
  } catch (error) {
    if (!(error instanceof AddressRefusedError)) throw error;
    return { outcome: 'refused', refusal: error.refusal, retryAfterMs: null, detail: error.message };
  }
}

interface Routed {
  address: CodeAddress;
  kind: ChannelKind;
  testCode: string | null;
  /** Which of the kinds it is. */
  step: number;
}

/** Where it goes and by which kind: the first one that reaches the address. */
function route(parts: IssueParts, asker: Asker, wish: IssueWish): Routed {
  const refusals: AddressRefusedError[] = [];
  for (const step of wish.kinds.keys()) {
    try {
      return routeBy(parts, asker, wish, step);
    } catch (error) {
      if (!(error instanceof AddressRefusedError)) throw error;
      refusals.push(error);
    }
  }
  const text = refusals.findIndex(({ refusal }) => refusal === 'landline');
  if (text >= 0 && asker.service.settings.textLandlines) return routeBy(parts, asker, wish, text, 'landlines too');
  throw (
    refusals.find(({ refusal }) => refusal !== 'no-channel') ??
    refusals[0] ??
    refuse('no-channel', 'no channel was named')
  );
}

function routeBy(
  parts: IssueParts,
  asker: Asker,
  wish: IssueWish,
  step: number,
  texts: 'landlines too' | 'no landlines' = 'no landlines',
): Routed {
  const kind = wish.kinds[step];
  if (kind === undefined) throw refuse('no-channel', 'no channel was named');
  const address = readAddress(addressFor(wish, kind), kind, parts.defaultRegion, texts);
  const testCode = asker.settings.testNumbers.find(({ number }) => number === address.to)?.code ?? null;
  if (testCode === null) demandAllowed(parts, asker, { address, kind, via: wish.workflow?.[step]?.via ?? null });
  return { address, kind, testCode, step };
}

/** Where a code goes by this kind. */
export function addressFor({ to, targets }: Pick<PersonalPart, 'to' | 'targets'>, kind: ChannelKind): string {
  return (kind === 'email' ? targets?.email : targets?.phone) ?? to;
}

/** What is kept back from the day's money of the app: what the send may cost at most. null: it has no ceiling. */
function reserve(
  parts: IssueParts,
  asker: Asker,
  wish: IssueWish,
  { address, kind, testCode, personal }: Routed & { personal: PersonalPart },
): number | null {
  const { app, service, settings } = asker;
  if (settings.dailyCostMicros === null || testCode !== null) return null;
  const code = '0'.repeat(wish.customCode?.length ?? wish.codeLength ?? service.settings.codeLength);
  const locale = wish.locale ?? languageOfRegion(address.region);
  const made = { code, locale, channel: kind, lifetimeMs: lifetimeMs(settings) };
  const { text } = parts.compose(codeWords(service, personal, made));
  const most = mostCost(
    { channels: parts.channels, costOf: (what) => parts.prices.costOf(what) },
    kind,
    aboutOf({ app, service }, address),
    text,
  );
  if ('unpriced' in most) throw refuse('daily-cost', unpricedDetail(kind, most.unpriced, address.region));
  return most.micros;
}

function lifetimeMs({ lifetimeMinutes }: VerifyAppSettings): number {
  return lifetimeMinutes * 60_000;
}

function requestOf(
  parts: IssueParts,
  asker: Asker,
  wish: IssueWish,
  made: Ids & Routed & { personal: PersonalPart },
): IssueRequest {
  const { hashes } = parts;
  const { app, service, settings } = asker;
  const { address, testCode, now } = made;
  const foldedHash = hashes.of('folded', address.folded);
  const subjectHash = wish.subject === null ? '' : hashes.of('subject', wish.subject);
  const row = rowOf(parts, asker, wish, { ...made, foldedHash, subjectHash });
  const about = { appId: app.id, address, foldedHash, clientAddress: wish.clientAddress };
  const reserved = reserve(parts, asker, wish, made);
  return {
    row,
    send: {
      id: made.attemptId,
      verification_id: row.id,
      app_id: app.id,
      service_id: service.id,
      number: 1,
      kind: made.kind,
      region: address.region,
      channel: wish.workflow?.[made.step]?.via ?? null,
      provider: null,
      line: null,
      receipt: null,
      state: testCode === null ? 'queued' : 'test',
      reason: null,
      error_code: null,
      cost_micros: reserved,
      node_id: made.nodeId,
      created_at: now,
      updated_at: now,
    },
    limits: testCode === null ? [...limitsOf(about, settings, hashes), ...moneyOf(asker, reserved, now)] : [],
    failureKey: failureKey(app.id, foldedHash, subjectHash),
    idempotency:
      wish.idempotency === null
        ? null
        : { key: wish.idempotency.key, bodyHash: hashes.of('body', wish.idempotency.body) },
    again: null,
    advance: null,
    workflow: beginningOf(wish, made),
  };
}

/** null: nothing follows the step that is taken first. */
function beginningOf({ workflow = [] }: IssueWish, { step, now, testCode }: Routed & Ids): IssueRequest['workflow'] {
  if (testCode !== null || step >= workflow.length - 1) return null;
  return { step, dueAt: now + (workflow[step]?.timeoutMs ?? 0) };
}

function moneyOf({ app, settings }: Asker, reserved: number | null, now: number): LimitUse[] {
  const ceiling = settings.dailyCostMicros;
  return ceiling === null || reserved === null || reserved === 0 ? [] : [budgetUse(app.id, ceiling, reserved, now)];
}

function rowOf(
  { codes, hashes, seal, maxChecks, maxSends }: IssueParts,
  { app, service, settings }: Asker,
  wish: IssueWish,
  made: Ids & Routed & { personal: PersonalPart; foldedHash: string; subjectHash: string },
): IssueRequest['row'] {
  const { id, now, address, kind, testCode } = made;
  const dest_hash = hashes.ofAddress(address.to);
  const sessionHash = wish.session === undefined ? null : hashes.of('session', wish.session);
  const expires_at = now + lifetimeMs(settings);
  const { key_id, salt } = codes.fresh();
  const row: VerificationRow & { open_key: string } = {
    id,
    app_id: app.id,
    service_id: service.id,
    purpose: wish.purpose,
    open_key: openKey(service.id, wish.purpose, dest_hash, made.subjectHash, sessionHash),
    dest_hash,
    limit_key: failureKey(app.id, made.foldedHash, made.subjectHash),
    region: address.region,
    channel: kind,
    status: 'pending',
    sealed: seal(id, made.personal),
    key_id,
    salt,
    code_mac: null,
    code_length: wish.codeLength ?? service.settings.codeLength,
    binding_hash: wish.binding === null ? null : hashes.of('binding', wish.binding),
    payload_hash: payloadHash(hashes, wish),
    locale: wish.locale ?? languageOfRegion(address.region),
    test: testCode === null ? 0 : 1,
    attempts: 0,
    max_attempts: maxChecks,
    sends: 1,
    max_sends: maxSends,
    last_send_at: now,
    next_send_at: nextSendAt(1, now),
    created_at: now,
    updated_at: now,
    expires_at,
    ended_at: null,
    due_at: expires_at,
  };
  const chosen = testCode ?? wish.customCode;
  if (chosen !== null) row.code_mac = codes.macOf(row, chosen);
  return row;
}
