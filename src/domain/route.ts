import type { LineEvent } from './line-status.ts';

/** A time window in a zone; it may cross midnight. Weekdays count from the window's start. */
export interface TimeWindow {
  /** `HH:MM`, inclusive. */
  from: string;
  /** `HH:MM`, exclusive. */
  until: string;
  /** IANA name; default is UTC. */
  timeZone?: string | undefined;
  /** `mon` … `sun`; default is every day. */
  days?: string[] | undefined;
}

/** All given conditions must hold (AND); a list within one condition is OR. */
export interface RouteCondition {
  line?: string | string[] | undefined;
  /** Exact sender; numbers are compared in E.164, short codes and names as written. */
  sender?: string | string[] | undefined;
  senderPrefix?: string | undefined;
  /** Regular expression (RE2 syntax: linear time, no look-around). */
  senderMatches?: string | undefined;
  textMatches?: string | undefined;
  /** Compared without regard to case. */
  service?: string | string[] | undefined;
  hasCode?: boolean | undefined;
  /** What befell a line; `any` is all of them. A route without this takes texts only, one with it events only. */
  event?: LineEvent | 'any' | (LineEvent | 'any')[] | undefined;
  time?: TimeWindow | undefined;
}

export interface Route {
  id: string;
  name: string;
  /** Counts up at each change, so that a trace names the very route that decided. */
  revision: number;
  when: RouteCondition;
  /** Destination ids. */
  to: string[];
  /** Later routes are not looked at when this one matches. */
  stop: boolean;
}

/** The facts that routes look at. */
export interface RoutableMessage {
  lineId: string;
  sender: string;
  text: string;
  service: string | null;
  hasCode: boolean;
  receivedAt: number;
  /** null: a text that came. */
  event: LineEvent | null;
}

/** Why one condition held or not; says no text. */
export interface ConditionVerdict {
  condition: string;
  expected: string;
  holds: boolean;
}

export interface RouteVerdict {
  routeId: string;
  route: string;
  revision: number;
  verdict: 'matched' | 'not matched' | 'not reached';
  conditions: ConditionVerdict[];
  to: string[];
  stop: boolean;
}

/** How a message that no route matched was sent on. */
export type Fallback = 'line' | 'owner' | 'nowhere';

/** To whom a text went because they were waiting for it. */
export interface Waited {
  person: string;
  name: string;
  /** What they were waiting for; null: any code. */
  service: string | null;
  /** Ids of the destinations of others, which got a notice. */
  narrowed: string[];
}

/** Kept with the message: why it went where it went. */
export interface RoutingTrace {
  routes: RouteVerdict[];
  fallback: Fallback | null;
  /** In order, each destination once, with the first route that named it (null: fallback). */
  destinations: { destinationId: string; route: string | null }[];
  /** Destinations that it would have gone to, but whose owner has not proven to hold them; not there for none. */
  unproven?: string[];
  /** Who had waited for it; absent: nobody. */
  waited?: Waited | undefined;
}
