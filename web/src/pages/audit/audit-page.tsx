import { OwnersOnly } from '../../parts/owners-only.tsx';
import { SettingsTitle } from '../../parts/settings-title.tsx';
import '../../styles/account.css';
import '../../styles/audit.css';
import { words } from '../../words/words.ts';
import { Log } from './log.tsx';

/** Who did what. */
export function AuditPage() {
  const { audit } = words.value;
  return (
    <OwnersOnly title={audit.title}>
      {() => (
        <>
          <SettingsTitle>{audit.title}</SettingsTitle>
          <p class="muted">{audit.intro}</p>
          <Log />
        </>
      )}
    </OwnersOnly>
  );
}
