/** As `work`, which nobody can stop: once `signal` is aborted it is left to itself, and this rejects with `tooLate()`. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, tooLate: () => Error): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(tooLate());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
