/** Keeps the screen on where the browser can (Screen Wake Lock: over HTTPS only). Answers how to stop. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let wanted = true;
  const ask = () => {
    if (!wanted || document.visibilityState !== 'visible') return;
    // Refused on low battery: the device's own settings decide then.
    navigator.wakeLock?.request('screen').then(
      (got) => {
        lock = got;
        if (!wanted) void got.release();
      },
      () => {},
    );
  };
  // The lock ends whenever the page is hidden.
  document.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}
