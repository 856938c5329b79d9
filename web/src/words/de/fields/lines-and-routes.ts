import type { fields } from '../../en/fields.ts';

export const lineSettings: (typeof fields)['settings'] = {
  'lines.number': {
    label: 'Telefonnummer',
    hint: 'Mit Ländervorwahl, wie +15550100001. Lass sie leer, wenn du sie nicht kennst.',
  },
  'lines.owner': { label: 'Gehört', hint: 'Wer sieht, was dort ankommt.' },
  'lines.unmatched': { label: 'Wohin Texte gehen, die keine Route nahm', hint: '' },
  'lines.sending': { label: 'Texte senden', hint: 'Für Leitungen, die auch senden können.' },
  'lines.sending.everySeconds': {
    label: 'Sekunden zwischen zwei Texten',
    hint: 'Leer: so lange, wie ihr Gerät oder Anbieter braucht.',
  },
  'lines.sending.perDay': {
    label: 'Höchstens so viele Texte am Tag',
    hint: 'Wer immer darum bittet. 0: Sie sendet keine.',
  },
};

export const routeSettings: (typeof fields)['settings'] = {
  'routes.name': { label: 'Name', hint: 'Wie du sie nennst, etwa „Bank an uns beide“.' },
  'routes.when': {
    label: 'Welche Texte sie nimmt',
    hint: 'Alles, was du hier festlegst, muss passen. Ohne etwas nimmt sie jeden Text.',
  },
  'routes.when.line': { label: 'Kam an', hint: '' },
  'routes.when.sender': {
    label: 'Absender ist',
    hint: 'Nummern in jeder Schreibweise; Namen und Kurznummern genau so, wie sie im Posteingang stehen.',
  },
  'routes.when.senderPrefix': {
    label: 'Absender beginnt mit',
    hint: 'Einer Nummer mit Ländervorwahl, etwa +1555, oder einem Wort.',
  },
  'routes.when.senderMatches': { label: 'Absender passt auf das Muster', hint: 'Ein regulärer Ausdruck (RE2).' },
  'routes.when.textMatches': {
    label: 'Text passt auf das Muster',
    hint: 'Ein regulärer Ausdruck (RE2). Mit (?i) am Anfang sind Groß- und Kleinbuchstaben gleich.',
  },
  'routes.when.service': {
    label: 'Dienst',
    hint: 'Wer den Code schickt, wie der Posteingang ihn nennt: GitHub, PayPal …',
  },
  'routes.when.hasCode': { label: 'Texte', hint: '' },
  'routes.when.time': { label: 'Nur zu bestimmten Zeiten', hint: '' },
  'routes.when.time.from': { label: 'Von', hint: '' },
  'routes.when.time.until': { label: 'Bis', hint: 'Früher als der Anfang: Es geht über Mitternacht.' },
  'routes.when.time.timeZone': { label: 'Zeitzone', hint: '' },
  'routes.when.time.days': { label: 'Tage, an denen es beginnt', hint: 'Keiner gewählt: jeden Tag.' },
  'routes.when.event': {
    label: 'Nicht für Texte, sondern wenn der Leitung dies geschieht',
    hint: 'Mit einem davon nimmt die Route solche Meldungen und keine Texte.',
  },
  'routes.to': { label: 'Wohin sie gehen', hint: '' },
  'routes.stop': {
    label: 'Keine weitere Route fragen',
    hint: 'Sonst werden auch die Routen darunter gefragt und können es zusätzlich woandershin senden.',
  },
};
