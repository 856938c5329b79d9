/** What became of one use of our things by a program that is not ours. */
export interface CheckResult {
  name: string;
  outcome: 'passed' | 'failed';
  detail: string;
}

/** Runs a check; `body` resolves with what was seen, or throws. */
export async function check(name: string, body: () => Promise<string>): Promise<CheckResult> {
  try {
    return { name, outcome: 'passed', detail: await body() };
  } catch (error) {
    return { name, outcome: 'failed', detail: describe(error) };
  }
}

function describe(error: unknown): string {
  const { stderr, message, code, path } = error as { stderr?: string; message?: string; code?: unknown; path?: string };
  if (code === 'ENOENT' && path !== undefined && /^spawn /.test(message ?? '')) return `${path} is not installed`;
  return (stderr?.trim() || message || String(error)).replace(/\s*\n\s*/g, ' | ');
}
