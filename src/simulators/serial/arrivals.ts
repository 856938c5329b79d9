import { decodePdu } from '../../pdu/decode.ts';
import { encodeDeliver, encodeStatusReport } from '../../pdu/encode.ts';
import type { Modem, SentPart } from './modem.ts';

/** A text that somebody sends to the SIM. */
export interface IncomingText {
  /** `+` and digits, digits, or a name. */
  sender: string;
  text: string;
  /** Milliseconds since the epoch, by the service centre; now when left out. */
  sentAt?: number | undefined;
  zoneMinutes?: number | undefined;
  /** That joins the parts of a long text; one after the other when left out. */
  reference?: number | undefined;
  /** Of the reference; 8 when left out. */
  bits?: 8 | 16 | undefined;
  /** In which order the parts come, counted from 1; a number that comes twice is a part that does. */
  order?: number[] | undefined;
  /** Time between two parts. */
  partDelayMs?: number | undefined;
  messageClass?: 0 | 1 | 2 | 3 | undefined;
  alphabet?: 'gsm7' | 'ucs2' | undefined;
  protocolId?: number | undefined;
  /** Octets that are cut off the end of each PDU; its announced length stays. */
  cut?: number | undefined;
}

interface Arriving {
  pdu: string;
  length: number;
  kind: 'text' | 'report';
}

/** Acknowledgements are awaited that long (3GPP TS 27.005 §3.4.4 leaves it to the device). */
const acknowledgeMs = 60_000;

/** What is on its way to the device: it waits at the network while there is no room, no card, no registration. */
export class Arrivals {
  private readonly modem: Modem;
  private readonly isReachable: () => boolean;
  private readonly waiting: Arriving[] = [];
  private lastReference = 0;
  private unacknowledged: Arriving | undefined;
  private saidFull = false;

  constructor(modem: Modem, isReachable: () => boolean) {
    this.modem = modem;
    this.isReachable = isReachable;
    modem.onRelief = () => this.flush();
    modem.onAcknowledged = () => this.acknowledge();
    modem.onSent = (part) => this.followUp(part);
  }

  get waitingCount(): number {
    return this.waiting.length + (this.unacknowledged ? 1 : 0);
  }

  /** Sends a text to the SIM; tells how many parts it has. Throws a PduError for what cannot be a text. */
  deliver(text: IncomingText): number {
    const parts = this.encode(text);
    const order = text.order ?? parts.map((_, at) => at + 1);
    order.forEach((number, at) => {
      const part = parts[number - 1];
      if (part) this.arriveAfter(at * (text.partDelayMs ?? 0), { ...part, kind: 'text' });
    });
    return parts.length;
  }

  /** A PDU as it is, right or wrong. */
  deliverPdu(pdu: string, length: number): void {
    this.arriveAfter(0, { pdu, length, kind: 'text' });
  }

  /** Takes up what waits, as far as that goes. */
  flush(): void {
    while (this.waiting.length > 0 && this.isReachable() && this.modem.isRegistered) {
      const next = this.waiting[0];
      if (!next || !this.take(next)) return;
      this.waiting.shift();
    }
  }

  /** Keeps texts that are long there; nobody is told. */
  fill(memory: 'SM' | 'ME', free: number): void {
    const { memories } = this.modem;
    for (let number = 1; memories[memory].size - memories[memory].used > free; number += 1) {
      const [part] = this.encode({ sender: '+15550100008', text: `Old text ${number}` });
      if (!part || !memories[memory].add(part.pdu, part.length)) return;
    }
  }

  private encode(text: IncomingText) {
    this.lastReference = (this.lastReference + 1) % 256;
    const { bits, messageClass, alphabet, protocolId, zoneMinutes } = text;
    const parts = encodeDeliver({
      ...{ sender: text.sender, text: text.text, bits, messageClass, alphabet, protocolId, zoneMinutes },
      smsc: this.modem.sim.smsc,
      reference: text.reference ?? this.lastReference,
      sentAt: text.sentAt ?? this.modem.clock.now(),
    });
    if (!text.cut) return parts;
    const digits = text.cut * 2;
    return parts.map(({ pdu, length }) => ({ pdu: pdu.slice(0, -digits), length }));
  }

  private arriveAfter(ms: number, arriving: Arriving): void {
    const arrive = () => {
      this.waiting.push(arriving);
      this.flush();
    };
    if (ms > 0) this.modem.after(ms, arrive);
    else arrive();
  }

  private take(arriving: Arriving): boolean {
    return arriving.kind === 'report' ? this.takeReport(arriving) : this.takeText(arriving);
  }

  /** 3GPP TS 27.005 §3.4.1: `mt` 1 stores and tells, 2 hands over unless the text is for the SIM, 3 only class 3. */
  private takeText(arriving: Arriving): boolean {
    const { settings, traits } = this.modem;
    const [, texts] = settings.indications;
    const messageClass = classOf(arriving.pdu);
    const isDirect =
      (texts === 2 && messageClass !== 2) ||
      (texts === 3 && messageClass === 3) ||
      (texts > 0 && messageClass === 0 && traits.classZero === 'direct');
    return isDirect
      ? this.handOver(arriving, '+CMT: ,')
      : this.keep(arriving, settings.memories[2], '+CMTI', texts > 0);
  }

  /** `ds` 1 hands over, 2 stores and tells, 0 drops. */
  private takeReport(arriving: Arriving): boolean {
    const [, , , reports] = this.modem.settings.indications;
    if (reports === 0) return true;
    if (reports === 1) return this.handOver(arriving, '+CDS: ');
    return this.keep(arriving, this.modem.traits.reportMemory, '+CDSI', true);
  }

  private handOver(arriving: Arriving, header: string): boolean {
    if (this.unacknowledged) return false;
    if (this.modem.settings.messageService === 1) this.awaitAcknowledgement(arriving);
    this.modem.report(`${header}${arriving.length}`, arriving.pdu);
    return true;
  }

  /** Without an answer in time nothing is handed over any more, and the network tries again later (§3.4.4). */
  private awaitAcknowledgement(arriving: Arriving): void {
    this.unacknowledged = arriving;
    this.modem.after(acknowledgeMs, () => {
      if (this.unacknowledged !== arriving) return;
      this.unacknowledged = undefined;
      const [mode, , broadcasts, , buffer] = this.modem.settings.indications;
      this.modem.settings.indications = [mode, 0, broadcasts, 0, buffer];
      this.waiting.push(arriving);
    });
  }

  private acknowledge(): void {
    this.unacknowledged = undefined;
    this.flush();
  }

  private keep(arriving: Arriving, name: 'SM' | 'ME' | 'SR', header: string, isTold: boolean): boolean {
    const stored = this.modem.store(name, arriving.pdu, arriving.length);
    if (!stored) {
      this.sayFull(name);
      return false;
    }
    this.saidFull = false;
    const isLost = this.modem.settings.indications[0] === 0 || this.modem.scenario.takeLostIndication();
    if (isTold && !isLost) this.modem.report(`${header}: "${name}",${stored.index}`);
    return true;
  }

  private sayFull(name: string): void {
    const { fullReport } = this.modem.traits;
    if (!this.saidFull && fullReport !== '') this.modem.report(fullReport.replace('%', name));
    this.saidFull = true;
  }

  /** What the network does with a part that was sent: reports, and texts to ourselves. */
  private followUp(part: SentPart): void {
    const { modem } = this;
    const { scenario, traits, clock, sim } = modem;
    if (part.to === sim.number && part.parts === 1) this.deliver({ sender: sim.number, text: part.text });
    if (!part.statusReport) return;
    const [...states] = scenario.reportStatus;
    states.forEach((status, at) => {
      modem.after(Math.max(1, traits.reportMs * (at + 1)), () => {
        const { reference, to: recipient, at: sentAt } = part;
        const report = encodeStatusReport({
          reference,
          recipient,
          sentAt,
          dischargedAt: clock.now(),
          status,
          smsc: sim.smsc,
        });
        this.arriveAfter(0, { ...report, kind: 'report' });
      });
    });
  }
}

function classOf(pdu: string): number | null {
  try {
    const decoded = decodePdu(pdu);
    return decoded.type === 'deliver' ? decoded.coding.messageClass : null;
  } catch {
    return null;
  }
}
