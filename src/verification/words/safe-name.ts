/** What ends lines, turns the direction or cannot be seen; joiners are part of letters. */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]+/gu;
/** What addresses of the web, mailboxes and the line that binds a code are written with. */
const addressSigns = /[a-z][a-z\d+.-]*:\/\/|[/\\<>@#%{}[\]|^~=]+/giu;
/** A dot that makes a domain of two words. */
const linking = /(?<=[\p{L}\p{M}\p{N}])[.\u3002\uff0e\uff61](?=[\p{L}\p{N}]{2})/gu;
/** Could be taken for a code. */
const manyDigits = /\p{Nd}[\p{Nd}\s-]{2,}\p{Nd}/gu;
const manyMarks = /(\p{M}{3})\p{M}+/gu;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A name of a service as it may stand in a text: one line, of at most `most` letters, without what mail and message
 * apps make links of. Whoever set up the service chose it, so it may be a domain.
 */
export function serviceName(raw: string, most: number): string {
  const key = `${most} ${raw}`;
  const known = cleaned.get(key);
  if (known !== undefined) return known;
  if (cleaned.size >= mostCleaned) cleaned.clear();
  const name = cleanName(raw, most);
  cleaned.set(key, name);
  return name;
}

/** Names that were asked for lately: services have few, and each of their codes has one in it. */
const cleaned = new Map<string, string>();
const mostCleaned = 200;

function cleanName(raw: string, most: number): string {
  const clean = raw.normalize('NFC').replace(unseen, ' ').replace(addressSigns, ' ').replace(manyMarks, '$1');
  return cut(clean.replace(/\s+/gu, ' ').trim(), most);
}

/** A name that came with a request, perhaps from whoever signs up: nothing in it is a link or can be taken for a code. */
export function strangersName(raw: string, most: number): string {
  const clean = raw.normalize('NFKC').replace(linking, ' ').replace(manyDigits, ' ');
  return serviceName(clean, most);
}

/** At the end of a word, where one ends in its second half. */
function cut(name: string, most: number): string {
  if (name.length <= most) return name;
  const letters = [...graphemes.segment(name)].map(({ segment }) => segment);
  if (letters.length <= most) return name;
  const short = letters.slice(0, most).join('');
  const wordEnd = letters[most] === ' ' ? short.length : short.lastIndexOf(' ');
  return (wordEnd >= short.length / 2 ? short.slice(0, wordEnd) : short).replace(/[\s\p{P}]+$/u, '');
}
