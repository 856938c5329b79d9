import { Agent, request } from 'undici';

/** What is measured: it issues codes and checks them over HTTP. */
export interface VerifyTarget {
  name: string;
  /** Rejects when the answer is not the expected one. */
  issue(to: string): Promise<string>;
  check(to: string, code: string): Promise<void>;
  /** User and system time so far, milliseconds; of its database apart. */
  cpuMs(): number;
  databaseCpuMs(): number;
  stop(): Promise<void>;
}

export interface Round {
  pairs: number;
  pairsPerSecond: number;
  cpuUs: number;
  databaseCpuUs: number;
  issueMs: number[];
  checkMs: number[];
}

/** Posts over kept connections, one request at a time on each; rejects where the answer has not `expected` in it. */
export function createPost(
  url: string,
  callers: number,
  headers: Record<string, string>,
): (path: string, body: string, expected: string) => Promise<string> {
  const agent = new Agent({ connections: callers, pipelining: 1 });
  return async (path, body, expected) => {
    const answer = await request(`${url}${path}`, { method: 'POST', headers, body, dispatcher: agent });
    const text = await answer.body.text();
    if (!text.includes(expected)) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
    return text;
  };
}

export const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** So many callers issue and check, one pair after the other, for so long. What is done in the background is waited for. */
export async function drive(target: VerifyTarget, callers: number, seconds: number): Promise<Round> {
  const [cpuBefore, databaseBefore] = [target.cpuMs(), target.databaseCpuMs()];
  const issueMs: number[] = [];
  const checkMs: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  const caller = async () => {
    while (performance.now() < until) {
      const to = nextNumber();
      const issuedAt = performance.now();
      const code = await target.issue(to);
      const checkedAt = performance.now();
      await target.check(to, code);
      issueMs.push(checkedAt - issuedAt);
      checkMs.push(performance.now() - checkedAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const tookMs = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 300));
  const pairs = issueMs.length;
  return {
    pairs,
    pairsPerSecond: (pairs * 1000) / tookMs,
    cpuUs: ((target.cpuMs() - cpuBefore) * 1000) / pairs,
    databaseCpuUs: ((target.databaseCpuMs() - databaseBefore) * 1000) / pairs,
    ...{ issueMs, checkMs },
  };
}

let numbers = 0;

/** Numbers for fiction (NANPA: 555-0100 to 555-0199) of many areas, in turn. */
function nextNumber(): string {
  const index = numbers++;
  const area = areas[Math.floor(index / 100) % areas.length];
  return `+1${area}55501${String(index % 100).padStart(2, '0')}`;
}

const areas = [
  ...[
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
  ],
  ...[
    239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309,
  ],
  ...[
    310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 334, 336, 337, 347, 351, 352, 360, 361, 386,
  ],
];
