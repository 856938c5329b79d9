import { type LimitName, type LimitRule, type LimitUse, usualLimits } from '../domain/send-limits.ts';
import type { VerifyAppSettings } from '../store/verify-apps.ts';
import type { CodeAddress } from './address.ts';
import { foldClientAddress } from './client-address.ts';
import type { Hashes } from './hashes.ts';

const blockable = { whenBlocked: 'blocked' } as const;

/** What a send counts towards, the narrowest first: whoever is refused by it uses up nothing of the wider ones. */
export function limitsOf(
  about: { appId: string; address: CodeAddress; foldedHash: string; clientAddress: string | null },
  { limits, safe }: Pick<VerifyAppSettings, 'limits' | 'safe'>,
  hashes: Hashes,
): LimitUse[] {
  const { appId, address, foldedHash, clientAddress } = about;
  const rules = rulesOf(limits);
  const use = (name: LimitName, key: string, refusal: LimitUse['refusal'], more?: Partial<LimitUse>): LimitUse => {
    return { key: `${name}:${key}`, rule: rules[name], refusal, ...more };
  };
  const isSafe = isVouchedFor(safe, address);
  const client = clientAddress === null ? undefined : foldClientAddress(clientAddress);
  return [
    use('destination', foldedHash, 'destination-limit'),
    ...(client === undefined
      ? []
      : [
          use('address', `${appId}:${hashes.of('client', client.near)}`, 'address-limit'),
          use('network', `${appId}:${hashes.of('client', client.network)}`, 'address-limit'),
        ]),
    ...(address.prefix === null || isSafe
      ? []
      : [use('prefix', `${appId}:${address.prefix}`, 'prefix-limit', { onlyNew: true, blocks: true, ...blockable })]),
    ...(address.region === null
      ? []
      : [use('region', `${appId}:${address.region}`, 'region-limit', isSafe ? { neverBlocked: true } : blockable)]),
    use('app', appId, 'app-limit'),
  ];
}

type Rules = Record<LimitName, LimitRule>;

const known = new WeakMap<object, Rules>();

/** Settings are read seldom and asked for at each send. */
function rulesOf(limits: VerifyAppSettings['limits']): Rules {
  const before = known.get(limits);
  if (before !== undefined) return before;
  const names = Object.keys(usualLimits) as LimitName[];
  const rules = Object.fromEntries(names.map((name) => [name, { ...usualLimits[name], ...limits[name] }])) as Rules;
  known.set(limits, rules);
  return rules;
}

/** Does the app say that numbers there are never blocked? */
export function isVouchedFor(safe: readonly string[], { to, region }: Pick<CodeAddress, 'to' | 'region'>): boolean {
  return safe.some((one) => (one.startsWith('+') ? to.startsWith(one) : one === region));
}

/** Counts wrong codes for a person at a destination: others who share the phone are not kept out by them. */
export function failureKey(appId: string, foldedHash: string, subjectHash: string): string {
  return `failures:${appId}:${foldedHash}:${subjectHash}`;
}
