import type {
  DestinationSetting,
  LineSetting,
  ProviderSetting,
  RouteSetting,
  SendingSetting,
  SourceSetting,
} from './configuration.ts';
import { isId } from './schema.ts';

/** One thing of the configuration as a file has it. */
export type ItemValue = Record<string, unknown>;

export function lineValue({ id, number, owner, unmatched, sending }: LineSetting): ItemValue {
  return {
    id,
    ...(number === null ? {} : { number }),
    owner,
    ...(unmatched === null ? {} : { unmatched }),
    sending: sendingValue(sending),
  };
}

export function sourceValue({ id, kind, line, enabled, settings }: SourceSetting): ItemValue {
  return { id, kind, line, ...(enabled ? {} : { enabled }), ...settings };
}

export function destinationValue(destination: DestinationSetting): ItemValue {
  const { id, kind, owner, enabled, show, template, settings } = destination;
  return {
    id,
    kind,
    owner,
    ...(enabled ? {} : { enabled }),
    ...(show === 'code' ? {} : { show }),
    ...(template === null ? {} : { template }),
    ...settings,
  };
}

export function providerValue(provider: ProviderSetting): ItemValue {
  const { id, kind, enabled, owner, regions, reportWithinSeconds, settings } = provider;
  return {
    id,
    kind,
    ...(enabled ? {} : { enabled }),
    ...(owner === null ? {} : { owner }),
    ...(regions === null ? {} : { regions }),
    reportWithinSeconds,
    ...settings,
  };
}

/** An id that was made from a name in another script is made from it again. */
export function routeValue({ id, name, when, to, stop }: RouteSetting): ItemValue {
  return {
    ...(isId(id) ? { id } : {}),
    name,
    ...(Object.keys(when).length === 0 ? {} : { when }),
    to,
    ...(stop ? { stop } : {}),
  };
}

function sendingValue({ everySeconds, perDay }: SendingSetting) {
  return { ...(everySeconds === null ? {} : { everySeconds }), perDay };
}
