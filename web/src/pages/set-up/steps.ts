/** The steps of the wizard, in their order. */
export const steps = ['source', 'number', 'text', 'where', 'route', 'done'] as const;
export type Step = (typeof steps)[number];

/** Where one is in the wizard: all of it stands in the address, so that "back" and a reload work. */
export interface Place {
  step: Step;
  /** Of the new source. */
  kind: string | null;
  /** Which phone or app calls a new webhook. */
  app: string | null;
  /** What was found, for the new source: an address or a port. */
  found: Readonly<Record<string, string>>;
  /** The source that it is about, once it is there. */
  source: string | null;
  /** Kind of the destination that is added; of a source `choose`: all kinds are shown. */
  adds: string | null;
}

const at = '/set-up';
/** No other setting is taken from an address: whoever sends a link must not choose the secrets of a source. */
const foundSettings = ['url', 'path'];

export function readPlace(path: string): Place {
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  const found = foundSettings.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    step: steps.find((step) => step === query.get('step')) ?? 'source',
    kind: query.get('kind'),
    app: query.get('app'),
    found: Object.fromEntries(found),
    source: query.get('source'),
    adds: query.get('new'),
  };
}

export function toPlace(step: Step, place: Partial<Omit<Place, 'step'>> = {}): string {
  const { kind, app, found = {}, source, adds } = place;
  const query = new URLSearchParams({ step });
  for (const [name, value] of Object.entries({ kind, app, ...found, source, new: adds }))
    if (typeof value === 'string') query.set(name, value);
  return `${at}?${query}`;
}

/** The step behind one. Without a source there is no number to text. */
export function stepAfter(step: Step, hasSource: boolean): Step {
  const next = steps[steps.indexOf(step) + 1] ?? 'done';
  return !hasSource && (next === 'number' || next === 'text') ? 'where' : next;
}
