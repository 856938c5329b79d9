import type { AuditEntry } from '../../api/audit.ts';
import type { Words } from '../../words/words.ts';

/** Names by which people know what the log has ids of. */
export interface Names {
  people: ReadonlyMap<string, string>;
  tokens: ReadonlyMap<string, string>;
}

/** Who did what, as a sentence without its full stop. What was done to somebody is told by their name. */
export function sentenceOf(entry: AuditEntry, names: Names, said: Words['audit']): string {
  const { action } = entry;
  const deed = { who: whoDid(entry, names, said), what: toWhat(entry, names, said) };
  const tell = Object.hasOwn(said.deeds, action) ? said.deeds[action] : undefined;
  return tell === undefined ? said.other(deed, action) : tell(deed);
}

/** The message that it was done to, if it was one. */
export function messageOf({ action, subject }: AuditEntry): string | null {
  return /^(code|message)\./.test(action) ? subject : null;
}

function whoDid({ actor, person }: AuditEntry, { people }: Names, said: Words['audit']): string {
  const name = person === null ? null : (people.get(person) ?? person);
  if (actor === 'token') return name === null ? said.token : said.tokenOf(name);
  return name ?? (actor === 'local' ? said.terminal : said.somebody);
}

function toWhat({ action, subject }: AuditEntry, { people, tokens }: Names, said: Words['audit']): string {
  if (subject === null) return '';
  if (/^(person|setup-link)\./.test(action)) return people.get(subject) ?? subject;
  if (action.startsWith('configuration.')) return toThing(subject, said);
  return action.startsWith('token.') ? (tokens.get(subject) ?? subject) : subject;
}

/** As `lines/office` or `general`. */
function toThing(subject: string, { things }: Words['audit']): string {
  const [part = '', id = ''] = subject.split('/', 2);
  const name = Object.hasOwn(things, part) ? things[part] : undefined;
  return name === undefined ? subject : name(id);
}
