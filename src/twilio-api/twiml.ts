/** One verb of TwiML, with its attributes, and words or verbs in it. */
export interface Verb {
  name: string;
  /** What is undefined is left out. */
  attributes: Record<string, string | number | undefined>;
  content: readonly (Verb | string)[];
}

export function verb(name: string, attributes: Verb['attributes'] = {}, ...content: (Verb | string)[]): Verb {
  return { name, attributes, content };
}

/** What Twilio is answered: do this, then that (twilio.com/docs/voice/twiml). */
export function twiml(...verbs: Verb[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${write(verb('Response', {}, ...verbs))}`;
}

function write({ name, attributes, content }: Verb): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  const inner = content.map((one) => (typeof one === 'string' ? escapeXml(one) : write(one))).join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters, which XML 1.0 §2.2 does not allow at all, become a space. */
function escapeXml(text: string): string {
  return text.replace(/[\p{Cc}\ufffe\uffff]/gu, ' ').replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
}
