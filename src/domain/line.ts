/** One of our own numbers or mailboxes. */
export interface Line {
  id: string;
  /** E.164; null for a line whose number is not known. */
  number: string | null;
  ownerId: string;
  /** Destinations of texts that no route matched; null means: the owner's destinations. */
  unmatched: string[] | null;
}
