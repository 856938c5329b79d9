import { connection } from '../api/events.ts';
import { words } from '../words/words.ts';

/** Says whether new codes will show by themselves. */
export function ConnectionState() {
  const { shell } = words.value;
  const said = { live: shell.live, connecting: shell.connecting, lost: shell.lost }[connection.value];
  return (
    <p class={`connection ${connection.value}`} role="status">
      {said}
    </p>
  );
}
