/** A part of a text that is not whole yet, as the device gave it. */
export interface StoredPart {
  /** Unique within the source. */
  id: string;
  /** What the source needs to put the text together (JSON); sealed in the store. */
  data: string;
  receivedAt: number;
}
