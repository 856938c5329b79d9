import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';

/** Shown after a moment only: what comes at once must not flicker. */
export function Loading() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="loading" role="status">
      {late ? words.value.common.loading : ''}
    </p>
  );
}
