import type { Words } from '../words.ts';

export const wait: Words['wait'] = {
  title: 'Auf einen Code warten',
  intro:
    'Sag, welchen Code du gleich anforderst. Er kommt dann zuerst zu dir, und du erfährst hier, wenn keiner kommt.',
  service: 'Von welchem Dienst?',
  serviceHint: 'Etwa GitHub oder deine Bank. Leer gilt der nächste Code, egal von wem.',
  line: 'An welche Nummer?',
  anyLine: 'Egal welche von meinen',
  minutes: 'Wie lange?',
  forMinutes: (minutes) => `${minutes} Minuten`,
  start: 'Warten',
  stop: 'Nicht mehr warten',
  another: 'Auf einen anderen warten',
  waitingFor: (what) => `Wartet auf einen Code von ${what}`,
  anything: 'irgendeinem Dienst',
  usual: (seconds) => `Meist dauert es etwa ${seconds} Sekunden.`,
  came: 'Da ist er',
  toMessage: 'Mehr dazu',
  nothing: 'Noch ist nichts gekommen',
  ended: 'Die Zeit ist um, und nichts kam',
  causes: 'Woran es liegen kann',
  doThis: 'Was du tun kannst',
  stillWaiting: 'Der Hub wartet weiter. Kommt der Code, erscheint er hier.',
  known: {},
};
