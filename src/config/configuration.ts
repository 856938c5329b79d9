import type { Show } from '../domain/delivery.ts';
import type { RouteCondition } from '../domain/route.ts';

/** A source or destination as configured. `settings` still holds `${NAME}` references, never what they resolve to. */
export interface AdapterSetting {
  id: string;
  kind: string;
  enabled: boolean;
  settings: Record<string, unknown>;
}

export interface SourceSetting extends AdapterSetting {
  line: string;
}

export interface DestinationSetting extends AdapterSetting {
  owner: string;
  show: Show;
  /** `{code}`, `{service}`, `{sender}`, `{route}`, `{line}`, `{text}`; null: the built-in words. */
  template: string | null;
}

export interface ProviderSetting extends AdapterSetting {
  /** Whose apps it sends for; null: everybody's. */
  owner: string | null;
  /** ISO 3166 regions that it sends to; null: all. */
  regions: string[] | null;
  /** How long its report is awaited before the next one sends the code. */
  reportWithinSeconds: number;
}

export interface LineSetting {
  id: string;
  /** E.164 after normalising. */
  number: string | null;
  owner: string;
  unmatched: string[] | null;
  sending: SendingSetting;
}

/** How a line sends texts. */
export interface SendingSetting {
  /** Seconds from one text to the next; null: as its device or provider needs. */
  everySeconds: number | null;
  /** Texts per day (UTC) at most. */
  perDay: number;
}

/** A topic of an MQTT broker at which texts are asked for. */
export interface MqttCommandSetting {
  url: string;
  username: string;
  password: string;
  ca: string | null;
  topic: string;
  line: string[];
  /** E.164: the only numbers that are texted. */
  allow: string[];
  perMinute: number;
}

export interface RouteSetting {
  /** Made from the name where the file gives none. */
  id: string;
  name: string;
  when: RouteCondition;
  to: string[];
  stop: boolean;
}

/** A line test. */
export interface CanarySetting {
  id: string;
  /** The line that the text is to arrive at. */
  to: string;
  /** The line or provider that sends it. */
  via: string;
  everyMinutes: number;
  lostAfterSeconds: number;
  /** Else it is sent by hand only. */
  enabled: boolean;
}

export interface BrokerSetting {
  /** Loopback unless `tls` is given. */
  listen: string;
  username: string;
  password: string;
}

/** The whole configuration, validated, with defaults filled in and references unresolved. */
export interface Configuration {
  publicUrl: string | null;
  defaultRegion: string | null;
  network: {
    /** Private addresses or hosts that destinations may reach. */
    allowHosts: string[];
    /** Host names that the hub answers to besides its own address and the public URL's. */
    serveHosts: string[];
    /** Proxies, by address or block, whose `X-Forwarded-…` is believed. */
    trustedProxies: string[];
  };
  broker: BrokerSetting | null;
  commands: { mqtt: MqttCommandSetting | null };
  people: { id: string; name: string }[];
  lines: LineSetting[];
  sources: SourceSetting[];
  destinations: DestinationSetting[];
  /** In the order in which they are tried. */
  providers: ProviderSetting[];
  routes: RouteSetting[];
  canaries: CanarySetting[];
}

/** What of the settings that belong to no thing is changed one by one. */
export type GeneralChanges = Pick<Configuration, 'publicUrl' | 'defaultRegion' | 'network' | 'canaries'>;
