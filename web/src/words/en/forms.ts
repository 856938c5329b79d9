export const forms = {
  more: 'More settings',
  choose: 'Please choose',
  noneToChoose: 'There is none yet.',
  secretIsSet: 'Set. Type to replace it.',
  onePerLine: 'one on each line',
  pairPerLine: 'name = value, one on each line',
  fallback: (value: string) => `Without it: ${value}.`,
};
