import { PduError } from './pdu-error.ts';

/** Reads octets from first to last; what is missing is told by name and place. */
export class OctetReader {
  private readonly octets: Uint8Array;
  private position = 0;

  constructor(octets: Uint8Array) {
    this.octets = octets;
  }

  get left(): number {
    return this.octets.length - this.position;
  }

  octet(what: string): number {
    const [octet = 0] = this.take(1, what);
    return octet;
  }

  take(count: number, what: string): Uint8Array {
    if (count > this.left) {
      throw new PduError(
        `The PDU ends in ${what} at octet ${this.position}: ${count} octets expected, ${this.left} came`,
      );
    }
    return this.takeAtMost(count);
  }

  takeAtMost(count: number): Uint8Array {
    const taken = this.octets.subarray(this.position, this.position + count);
    this.position += taken.length;
    return taken;
  }
}
