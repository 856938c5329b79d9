import type { Words } from '../words.ts';

export const calls: Words['calls'] = {
  title: 'Ein Anruf bittet dich um eine Taste',
  pressed: 'Die Taste wurde gedrückt',
  hint: 'Wer sie drückt, lässt vielleicht jemanden hinein. Drück sie nur, wenn du dich gerade selbst irgendwo anmeldest.',
  press: (key: string) => `${key} drücken`,
  hangUp: 'Das bin nicht ich: auflegen',
  over: 'Dieser Anruf ist vorbei, oder die Taste wurde schon gedrückt.',
  changed: 'Der Anruf verlangt inzwischen etwas anderes, darum wurde keine Taste gedrückt. Lies es noch einmal.',
  keyNames: { '#': '# (Raute)', '*': '* (Stern)' },
};
