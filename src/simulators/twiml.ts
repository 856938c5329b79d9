/** A verb of TwiML as it was fetched. */
export interface FetchedVerb {
  name: string;
  attributes: Record<string, string>;
  text: string;
  verbs: FetchedVerb[];
}

/** Reads TwiML; throws for what is no XML with `<Response>` around it, as Twilio ends such a call (error 12100). */
export function readTwiml(source: string): FetchedVerb[] {
  const root: FetchedVerb = { name: '', attributes: {}, text: '', verbs: [] };
  const open = [root];
  for (const { 0: tag, groups } of source.matchAll(
    /<(?<close>\/?)(?<name>[A-Za-z]+)(?<attributes>(?:\s+[A-Za-z]+="[^"<]*")*)\s*(?<empty>\/?)>|<\?[^>]*\?>|[^<]+|</g,
  )) {
    const top = open.at(-1) ?? root;
    if (groups?.name === undefined) {
      if (tag === '<') throw new Error('the TwiML is no XML');
      if (!tag.startsWith('<?')) top.text += decode(tag);
    } else if (groups.close === '/') {
      if (open.pop()?.name !== groups.name) throw new Error(`the TwiML closes ${groups.name}, which is not open`);
    } else {
      const verb = { name: groups.name, attributes: attributesOf(groups.attributes ?? ''), text: '', verbs: [] };
      top.verbs.push(verb);
      if (groups.empty !== '/') open.push(verb);
    }
  }
  const [response] = root.verbs;
  if (open.length !== 1 || response?.name !== 'Response') throw new Error('the TwiML has no Response, or an open verb');
  return response.verbs;
}

function attributesOf(written: string): Record<string, string> {
  const found = [...written.matchAll(/([A-Za-z]+)="([^"]*)"/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, decode(value)]));
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&([a-z]+);/g, (_all, name: string) => entities[name] ?? '');
}
