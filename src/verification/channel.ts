import type { SpokenWords } from './call-words.ts';

/** How a code reaches a person; the words of Twilio Verify. */
export type ChannelKind = 'sms' | 'call' | 'email';

/** A code on its way to somebody. It exists in memory only: no channel stores or logs it, its words or the address. */
export interface OutgoingCode {
  /** Of this try: a UUID, the same if the hub has to hand it over again. Providers that know such keys get it. */
  attemptId: string;
  verificationId: string;
  /** The app that asked (`AC…`), and for whom it sends. */
  appId: string;
  ownerId: string;
  /** Ids of the lines that the app may send by; null: all of its owner's. */
  lines: readonly string[] | null;
  /** E.164, or an e-mail address as it was given. */
  to: string;
  /** ISO 3166 region of the number by libphonenumber; null: a mailbox, or not known. */
  region: string | null;
  code: string;
  /** The words for a text, and of a mail without its form, ready to send; a call has `spoken`. */
  text: string;
  /** For a mailbox. */
  mail?: CodeMail;
  /** For a call. */
  spoken?: SpokenCode;
  /** BCP 47, as it was asked for or by the region: `en`, `pt-BR`. */
  locale: string;
  /** Name of the service that the code is for, as the person is to be told it; names of strangers may be in it. */
  serviceName: string;
  /** Whom it is for, where several share the address; null: nobody in particular. */
  subject: string | null;
  /** The domain that the code is bound to; null: none. */
  domain: string | null;
  /** The code is good until then, ms since the epoch; later than that nothing is sent. */
  expiresAt: number;
}

export interface CodeReceipt {
  /** The other side's name for it, by which its reports are known; null: it gave none. */
  receipt: string | null;
  /** The source or provider that took it, as its reports name it; null: the channel itself. */
  provider?: string | null;
  /** The own line that sent it. */
  line?: string;
  /** It will say by `onReport` whether it arrived. */
  willReport: boolean;
  /** What it says that this cost, in millionths of the unit of the hub's currency; else it is estimated by the prices. */
  costMicros?: number;
}

export interface SendHelp {
  /** Ends the waiting, and the sending too. */
  signal: AbortSignal;
  /**
   * Awaited right before the code leaves: afterwards a crash leaves it `unknown`, and it is never repeated blindly.
   * Rejects when it is not to leave any more (canceled, approved or expired meanwhile).
   */
  leaving(): Promise<void>;
}

/**
 * A way to bring a code to somebody: an own line, a provider, a mail server, the console.
 *
 * A verification asks for a kind; channels of that kind are tried in the order of the list, the next one only when the
 * one before surely did not send.
 */
export interface Channel {
  /** Stable and short, shown in attempts and metrics: `line`, `console`, `twilio`, `smtp`. */
  readonly id: string;
  readonly kinds: readonly ChannelKind[];
  /** Where it reports: how long its report is awaited before the next channel of the kind sends the same code. */
  readonly reportWithinMs?: number;
  /** Can it bring this there at all? Asked before a try is taken; without I/O. */
  serves(kind: ChannelKind, code: Omit<OutgoingCode, 'code' | 'text'>): boolean;
  /** Ids of lines or providers by which it may go, for the prices; usually the channel's own. Without I/O. */
  payers?(kind: ChannelKind, code: Omit<OutgoingCode, 'code' | 'text'>): readonly string[];
  /**
   * Resolves when the other side took it. Rejects with the errors of `domain/delivery-errors.ts`: `PermanentDeliveryError`
   * and `TemporaryDeliveryError` say that it surely did not leave (the next channel is tried), anything else that it may have.
   */
  send(kind: ChannelKind, code: OutgoingCode, help: SendHelp): Promise<CodeReceipt>;
  /** Waits for what is being sent. */
  close?(): Promise<void>;
}

/**
 * A code that is on its way, put together again: a call asks for it only once a person has pressed a key, perhaps at
 * another node or after a restart. `over`: it is good no more, or another channel has it; `chosen`: it is good, but the
 * app chose it, so that only whoever took it knows it.
 */
export type Recall = (channel: string, attemptId: string) => Promise<OutgoingCode | 'over' | 'chosen'>;

/** The channels of this hub, in the order in which they are tried; asked at each try, so that a change takes effect at once. */
export type Channels = () => readonly Channel[];

/** What the words of a code are made of. */
export interface CodeWords {
  code: string;
  serviceName: string;
  subject: string | null;
  /** BCP 47. */
  locale: string;
  domain: string | null;
  channel: ChannelKind;
  minutes: number;
  appHash: string | null;
  /** In place of `serviceName`, as the app wishes it for this person. */
  customName: string | null;
  /** What is paid with the code; null: it is for no payment. */
  payment: { amount: string; payee: string } | null;
  /** Warns of telling the code to others. */
  neverShare: boolean;
}

/** The words of a call with a code. `voice`: as the service wishes it; null: the usual one. */
export type SpokenCode = SpokenWords & { voice: string | null };

/** The words of a mail with a code. `html` is a whole document without anything to load. */
export interface CodeMail {
  subject: string;
  text: string;
  html: string;
}

/** The words of a code for a text and, for a mailbox, a mail; see `compose.ts`. Pure. */
export type ComposeWords = (about: CodeWords) => { text: string; mail?: CodeMail };
