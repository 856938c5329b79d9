import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';

export function SignInPage() {
  return <PageTitle>{words.value.signIn.title}</PageTitle>;
}
