/** Something that is plugged in or answers, as an offer for a new source. */
export interface Found {
  /** Kind of source that it is for; `storage`: a stick that still shows itself as a drive. */
  kind: 'hilink' | 'serial' | 'storage';
  /** What it is, such as `Huawei E3372`. */
  title: string;
  /** Where it is and how: one line. */
  detail: string;
  /** For a new source, as they stand in the configuration. */
  settings: Record<string, string>;
  usable: boolean;
  /** Why it is not usable, or what else it needs, and what to do; null: nothing. */
  hint: string | null;
  /** Id of the source that has it already. */
  usedBy: string | null;
}

/** A source of the configuration that may have a device: no command goes to what it holds. */
export interface OwnSource {
  id: string;
  kind: 'hilink' | 'serial';
  /** Its address or path; null: it takes what it finds, or what it is set to is not known. */
  place: string | null;
}
