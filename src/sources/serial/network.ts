import { bestRegistration, parseOperator, parseRegistration, parseSignal } from './answers.ts';
import type { AtChannel } from './channel.ts';
import type { LineState } from './line-state.ts';

/** Circuit, packet, LTE (3GPP TS 27.007 §7.2, §10.1.20, §10.1.22). */
const registrations = ['+CREG', '+CGREG', '+CEREG'] as const;

/** What the modem says of the network, asked for in steps and reported by itself. */
export class Network {
  readonly #channel: AtChannel;
  readonly #state: LineState;
  readonly #registered = new Map<string, number | null>();

  constructor(channel: AtChannel, state: LineState) {
    this.#channel = channel;
    this.#state = state;
  }

  /** Changes are reported from now on. */
  firstSteps(): (() => Promise<void>)[] {
    return [...registrations.map((name) => `AT${name}=1`), 'AT+COPS=3,0'].map((command) => async () => {
      await this.#channel.ask(command);
    });
  }

  /** One command each, so that a text that comes meanwhile does not wait for all of them. */
  steps(): (() => Promise<void>)[] {
    return [
      async () => this.#readSignal(),
      ...registrations.map((name) => async () => this.#readRegistration(name)),
      async () => this.#readOperator(),
    ];
  }

  /** Takes a line that was not asked for; false: it is about something else. */
  onReport(line: string): boolean {
    const name = registrations.find((one) => line.startsWith(`${one}:`));
    if (name !== undefined) {
      this.#setRegistration(name, line);
      return true;
    }
    if (!line.startsWith('^RSSI:')) return false;
    this.#state.update({ signalDbm: parseSignal(line) });
    return true;
  }

  async #readSignal(): Promise<void> {
    const [line] = (await this.#channel.ask('AT+CSQ', { prefix: '+CSQ:' })) ?? [];
    this.#state.update({ signalDbm: line === undefined ? null : parseSignal(line) });
  }

  async #readRegistration(name: string): Promise<void> {
    const line = (await this.#channel.ask(`AT${name}?`, { prefix: `${name}:` }))?.at(-1);
    if (line !== undefined) this.#setRegistration(name, line);
  }

  #setRegistration(name: string, line: string): void {
    this.#registered.set(name, parseRegistration(line));
    this.#state.update({ registration: bestRegistration([...this.#registered.values()]) });
  }

  async #readOperator(): Promise<void> {
    const [line] = (await this.#channel.ask('AT+COPS?', { prefix: '+COPS:', timeoutMs: 20_000 })) ?? [];
    this.#state.update({ operator: line === undefined ? null : parseOperator(line) });
  }
}
