import { Agent, request } from 'undici';
import { fictionNumber, wrong } from './verify-hub.ts';

/** What an app calls: one service of Twilio's form, at one node. */
export interface VerifyNode {
  /** Of the service: `…/v2/Services/VA…`. */
  url: string;
  headers: Record<string, string>;
}

export interface VerifyAnswer {
  status: number;
  /** Of the verification; undefined: it was refused. */
  is: string | undefined;
}

export const raceCode = '246810';
const mostChecks = 5;
/** Rounds that run at the same time. */
const atOnce = 8;

export interface VerifyCaller {
  start(to: string, code?: string): Promise<VerifyAnswer>;
  check(to: string, code: string): Promise<VerifyAnswer>;
  /** The app says itself that the person is right. */
  approve(to: string): Promise<VerifyAnswer>;
  close(): Promise<void>;
}

/** Calls as an app does, by a form over kept connections; a code is `raceCode` where none is given. */
export function callVerify({ url, headers }: VerifyNode): VerifyCaller {
  const agent = new Agent({ connections: 64 });
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  const post = async (path: string, fields: Record<string, string>): Promise<VerifyAnswer> => {
    const body = new URLSearchParams(fields).toString();
    const answer = await request(`${url}${path}`, { method: 'POST', headers: form, body, dispatcher: agent });
    const { status } = (await answer.body.json()) as { status?: unknown };
    return { status: answer.statusCode, is: typeof status === 'string' ? status : undefined };
  };
  return {
    start: (To, CustomCode = raceCode) => post('/Verifications', { To, Channel: 'sms', CustomCode }),
    check: (To, Code) => post('/VerificationCheck', { To, Code }),
    approve: (to) => post(`/Verifications/${encodeURIComponent(to)}`, { Status: 'approved' }),
    close: () => agent.close(),
  };
}

/** Of so many pairs of right checks at once, how many had exactly one winner. */
export async function rightBesideRight(nodes: readonly VerifyCaller[], rounds: number): Promise<number> {
  return countRounds(rounds, async (round) => {
    const { to, one, other } = await begin(nodes, round);
    const answers = await Promise.all([one.check(to, raceCode), other.check(to, raceCode)]);
    return answers.filter(isApproved).length === 1;
  });
}

/** Of so many right checks beside a wrong one, how many were refused. */
export async function rightBesideWrong(nodes: readonly VerifyCaller[], rounds: number): Promise<number> {
  return countRounds(rounds, async (round) => {
    const { to, one, other } = await begin(nodes, round);
    const [, right] = await Promise.all([one.check(to, wrong(raceCode)), other.check(to, raceCode)]);
    return !isApproved(right);
  });
}

/** Of so many approvals by the app beside wrong checks, after one that was counted already, how many failed or made one fail. */
export async function approvedBesideWrong(nodes: readonly VerifyCaller[], rounds: number): Promise<number> {
  return countRounds(rounds, async (round) => {
    const { to, one, other } = await begin(nodes, round);
    await one.check(to, wrong(raceCode));
    const [approved, ...checked] = await Promise.all([
      other.approve(to),
      one.check(to, wrong(raceCode)),
      one.check(to, wrong(raceCode)),
    ]);
    return !isApproved(approved) || checked.some(({ status }) => status >= 500);
  });
}

/** Of so many bursts of wrong checks, how many had more than five of them evaluated, or a right one accepted afterwards. */
export async function overlongBursts(nodes: readonly VerifyCaller[], rounds: number, size = 40): Promise<number> {
  return countRounds(rounds, async (round) => {
    const { to, one, other } = await begin(nodes, round);
    const answers = await Promise.all(
      Array.from({ length: size }, (_, index) => (index % 2 === 0 ? one : other).check(to, wrong(raceCode))),
    );
    const after = await other.check(to, raceCode);
    return answers.filter(isEvaluated).length !== mostChecks || isApproved(after);
  });
}

/** How many wrong checks are evaluated among so many wishes to send again; `wait` lets time pass before each. */
export async function checksAmongResends(
  nodes: readonly VerifyCaller[],
  resends: number,
  wait: () => void,
): Promise<{ sent: number; evaluated: number }> {
  const { to, one, other } = await begin(nodes, 0);
  let [sent, evaluated] = [0, 0];
  for (let index = 0; index < resends; index += 1) {
    wait();
    const [again, checked] = await Promise.all([one.start(to), other.check(to, wrong(raceCode))]);
    sent += again.status === 201 ? 1 : 0;
    evaluated += isEvaluated(checked) ? 1 : 0;
  }
  return { sent, evaluated };
}

async function begin(nodes: readonly VerifyCaller[], round: number) {
  const [first, second = first] = nodes;
  if (first === undefined || second === undefined) throw new Error('no node to call');
  const [one, other] = round % 2 === 0 ? [first, second] : [second, first];
  const to = fictionNumber();
  const begun = await one.start(to);
  if (begun.is !== 'pending') throw new Error(`the first start was answered with ${begun.status}`);
  return { to, one, other };
}

function isApproved({ is }: VerifyAnswer): boolean {
  return is === 'approved';
}

/** Refused ones are answered with 429 or 404. */
function isEvaluated({ is }: VerifyAnswer): boolean {
  return is !== undefined;
}

async function countRounds(rounds: number, run: (round: number) => Promise<boolean>): Promise<number> {
  let [next, count] = [0, 0];
  const worker = async () => {
    while (next < rounds) {
      const round = next++;
      if (await run(round)) count += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return count;
}
