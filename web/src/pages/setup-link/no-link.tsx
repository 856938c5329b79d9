import { PageTitle } from '../../parts/page-title.tsx';
import '../../styles/sign-in.css';
import { words } from '../../words/words.ts';

/** The page was opened without a link, or with one that is used or too old (`gone`): how to get one. */
export function NoLink({ gone = false }: { gone?: boolean }) {
  const { setupLink } = words.value;
  return (
    <div class="stack">
      <PageTitle key={String(gone)}>{gone ? setupLink.gone : setupLink.none}</PageTitle>
      <p>{gone ? setupLink.goneText : setupLink.noneText}</p>
      <h2>{setupLink.another}</h2>
      <ul class="stack">
        <li>{setupLink.anotherOwner}</li>
        <li>{setupLink.anotherFirst}</li>
        <li>
          {setupLink.anotherTerminal} <code>npm run -s keypigeon -- person reset ann</code>
        </li>
      </ul>
      <a class="button" href="/sign-in">
        {setupLink.toSignIn}
      </a>
    </div>
  );
}
