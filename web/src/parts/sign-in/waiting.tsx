import { useEffect, useState } from 'preact/hooks';
import { words } from '../../words/words.ts';

/** Seconds until it may be tried again, counting down; 0: now. */
export function useWaiting(): [left: number, wait: (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (left === 0) setUntil(0);
  }, [left]);
  const wait = (seconds: number) => {
    setNow(Date.now());
    setUntil(Date.now() + seconds * 1000);
  };
  return [left, wait];
}

/** How long one has to wait. A screen reader hears of it once, not every second. */
export function Waiting({ left }: { left: number }) {
  const { signIn } = words.value;
  const [first] = useState(left);
  const say = (seconds: number) =>
    seconds > 90 ? signIn.waitingLong(Math.ceil(seconds / 60)) : signIn.waiting(seconds);
  return (
    <p class="notice bad">
      <span role="alert" class="unseen">
        {say(first)}
      </span>
      <span aria-hidden="true">{say(left)}</span>
    </p>
  );
}
