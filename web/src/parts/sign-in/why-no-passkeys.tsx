import type { Ways } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';
import { isBareAddress } from './bare-address.ts';

/** Why the best way to sign in is not offered here. */
export function WhyNoPasskeys({ ways }: { ways: Ways }) {
  const { signIn, shell } = words.value;
  const why = ways.passkeys
    ? signIn.noPasskeysBrowser
    : isBareAddress(location.hostname)
      ? signIn.noPasskeysAddress
      : signIn.noPasskeysHttps;
  return (
    <details class="aside">
      <summary>{signIn.noPasskeysTitle}</summary>
      <p>
        {why}{' '}
        {!ways.passkeys && (
          <a href="/docs/https.md" target="_blank" rel="noreferrer">
            {shell.howToHttps}
          </a>
        )}
      </p>
    </details>
  );
}
