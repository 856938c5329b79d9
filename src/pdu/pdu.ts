/** How the text is written (TP-DCS, 3GPP TS 23.038 §4). */
export interface DataCoding {
  alphabet: Alphabet;
  /** 0 is shown at once and not stored ("flash"), 1 for the phone, 2 for the SIM, 3 for the computer behind it. */
  messageClass: MessageClass | null;
  /** Announces messages elsewhere, mostly voicemail. */
  waiting: Waiting | null;
  /** The sender asks to delete it once it was read. */
  autoDelete: boolean;
  /** Nobody can read it: `alphabet` is `8bit` then (TS 23.042 was never used). */
  compressed: boolean;
}

export type Alphabet = 'gsm7' | '8bit' | 'ucs2';
export type MessageClass = 0 | 1 | 2 | 3;

export interface Waiting {
  kind: 'voicemail' | 'fax' | 'email' | 'other';
  /** Do any wait? */
  active: boolean;
  /** Is the text worth keeping? */
  store: boolean;
  /** How many wait, where the network says so. */
  count: number | null;
}

/** This is part `sequence` of `total`; both are 1 at least and `sequence` is never more than `total`. */
export interface Concat {
  reference: number;
  total: number;
  sequence: number;
  /** Of the reference: the same number with another size is another text. */
  bits: 8 | 16;
}

export interface Ports {
  destination: number;
  source: number;
  bits: 8 | 16;
}

/** Numbers of the national tables in use (TS 23.038 §A.2, §A.3): 1 Turkish … 13 Urdu; null: the default one. */
export interface Shift {
  locking: number | null;
  single: number | null;
}

/** When, by the clock of the service centre (TP-SCTS). A date that cannot be is null. */
export interface Timestamp {
  /** Milliseconds since the epoch; null when date or zone cannot be. */
  at: number | null;
  /** `YYYY-MM-DD HH:MM:SS` on the wall beside the service centre. */
  local: string | null;
  /** What its wall clock is ahead of UTC. */
  zoneMinutes: number | null;
}

/** What a text message carries. */
export interface UserData {
  protocolId: number;
  coding: DataCoding;
  concat: Concat | null;
  ports: Ports | null;
  shift: Shift;
  /** What follows the header: octets, or with `gsm7` septets, one in each. */
  body: Uint8Array;
  /** This part alone, decoded; `8bit` as lower-case hexadecimal. */
  text: string;
  /** Less came than was announced: the end of the text is missing. */
  truncated: boolean;
}

/** A text from the network to us (TS 23.040 §9.2.2.1). */
export interface Deliver extends UserData {
  type: 'deliver';
  /** Number of the service centre; empty when not given. */
  smsc: string;
  /** `+420…` when international, else as it came: a short code, a name. */
  sender: string;
  senderType: AddressType;
  sentAt: number | null;
  sentAtLocal: string | null;
  zoneMinutes: number | null;
  /** The service centre has more for us (TP-MMS). */
  more: boolean;
  /** Type 0 (TP-PID 0x40): acknowledged and shown to nobody. */
  silent: boolean;
  /** Takes the place of an earlier text of the same sender and the same number, 1 to 7 (TP-PID 0x41 to 0x47). */
  replaceType: number | null;
}

/** A text from us to the network, as it is sent or stored (§9.2.2.2). */
export interface Submit extends UserData {
  type: 'submit';
  smsc: string;
  /** Message reference (TP-MR). */
  reference: number;
  recipient: string;
  recipientType: AddressType;
  /** How long the network tries: minutes, or until a time (milliseconds since the epoch); null: as long as it likes. */
  validity: { minutes: number } | { until: number | null } | null;
  statusReport: boolean;
  rejectDuplicates: boolean;
}

/** What became of a text that we sent (§9.2.2.3). */
export interface StatusReport {
  type: 'status-report';
  smsc: string;
  /** The message reference that the modem gave to what was sent. */
  reference: number;
  recipient: string;
  recipientType: AddressType;
  sentAt: number | null;
  /** When it reached the phone, or was last tried. */
  dischargedAt: number | null;
  /** TP-Status as it came (§9.2.3.15). */
  status: number;
  /** `trying`: another report will follow. */
  outcome: 'delivered' | 'trying' | 'failed' | 'unknown';
  more: boolean;
}

export type Pdu = Deliver | Submit | StatusReport;

/** Type of number (§9.1.2.5). */
export type AddressType =
  | 'unknown'
  | 'international'
  | 'national'
  | 'network'
  | 'subscriber'
  | 'alphanumeric'
  | 'abbreviated'
  | 'reserved';
