import { type ServiceSettings, usualServiceSettings, type VerifyService } from '../../../store/verify-services.ts';
import { given, type Parameters } from '../parameters.ts';
import { toSid } from '../sids.ts';
import { isoSeconds, prefixes } from './answer.ts';
import { badParameter } from './refusals.ts';

/** Twilio's bounds of `CodeLength`. */
export const codeLengths = { least: 4, most: 10 } as const;
const longestName = 100;

/** The Service resource of Twilio Verify, version 2. */
export function serviceResource(
  { id, appId, name, settings, createdAt, updatedAt }: VerifyService,
  base: string,
): object {
  const sid = toSid(prefixes.service, id);
  const url = `${base}/v2/Services/${sid}`;
  return {
    sid,
    account_sid: appId,
    friendly_name: name,
    code_length: settings.codeLength,
    lookup_enabled: settings.lookup,
    psd2_enabled: settings.psd2,
    skip_sms_to_landlines: !settings.textLandlines,
    // A mailbox is never to hear a code: whatever is set, calls ask for a key first.
    dtmf_input_required: true,
    tts_name: settings.voice,
    do_not_share_warning_enabled: settings.neverShareWarning,
    custom_code_enabled: settings.customCodes,
    ...{ push: null, totp: null, default_template_sid: null, whatsapp: null, passkeys: null },
    verify_event_subscription_enabled: false,
    date_created: isoSeconds(createdAt),
    date_updated: isoSeconds(updatedAt),
    url,
    links: { verifications: `${url}/Verifications`, verification_checks: `${url}/VerificationCheck` },
  };
}

/** Reads what of a service is set or changed. Throws TwilioError 60200. */
export function readService(form: Parameters, before: Pick<VerifyService, 'name' | 'settings'> | undefined) {
  const name = given(form, 'FriendlyName') ?? before?.name;
  if (name === undefined) throw badParameter('FriendlyName is missing');
  if (name.length > longestName) throw badParameter(`FriendlyName: expected at most ${longestName} characters`);
  const was = before?.settings ?? usualServiceSettings;
  flag(form, 'DtmfInputRequired', true);
  const settings: ServiceSettings = {
    ...was,
    codeLength: readCodeLength(form) ?? was.codeLength,
    lookup: flag(form, 'LookupEnabled', was.lookup),
    psd2: flag(form, 'Psd2Enabled', was.psd2),
    textLandlines: !flag(form, 'SkipSmsToLandlines', !was.textLandlines),
    voice: given(form, 'TtsName') ?? was.voice,
    neverShareWarning: flag(form, 'DoNotShareWarningEnabled', was.neverShareWarning),
    customCodes: flag(form, 'CustomCodeEnabled', was.customCodes),
  };
  return { name, settings };
}

function readCodeLength(form: Parameters): number | undefined {
  const value = given(form, 'CodeLength');
  if (value === undefined) return undefined;
  const length = /^\d{1,2}$/.test(value) ? Number(value) : Number.NaN;
  if (length >= codeLengths.least && length <= codeLengths.most) return length;
  throw badParameter(`CodeLength: expected ${codeLengths.least} to ${codeLengths.most}`);
}

function flag(form: Parameters, name: string, before: boolean): boolean {
  const value = given(form, name)?.toLowerCase();
  if (value === undefined) return before;
  if (value === 'true' || value === 'false') return value === 'true';
  throw badParameter(`${name}: expected true or false`);
}
