import type { SettingWords } from '../fields.ts';

export const lineSettings: Record<string, SettingWords> = {
  'lines.number': {
    label: 'Phone number',
    hint: 'With its country code, as +15550100001. Leave it empty if you do not know it.',
  },
  'lines.owner': { label: 'Belongs to', hint: 'Who sees what comes to it.' },
  'lines.unmatched': { label: 'Where texts go that no route took', hint: '' },
  'lines.sending': { label: 'Sending texts', hint: 'For lines that can also send.' },
  'lines.sending.everySeconds': {
    label: 'Seconds between two texts',
    hint: 'Empty: as long as its device or provider needs.',
  },
  'lines.sending.perDay': { label: 'Texts a day at most', hint: 'Whoever asks. 0: it sends none.' },
};

export const routeSettings: Record<string, SettingWords> = {
  'routes.name': { label: 'Name', hint: 'What you call it, such as “Bank to both of us”.' },
  'routes.when': {
    label: 'Which texts it takes',
    hint: 'All that you set here must fit. Set nothing, and it takes every text.',
  },
  'routes.when.line': { label: 'Came to', hint: '' },
  'routes.when.sender': {
    label: 'Sender is',
    hint: 'Numbers in any form; names and short numbers exactly as they show in the inbox.',
  },
  'routes.when.senderPrefix': {
    label: 'Sender begins with',
    hint: 'A number with its country code, such as +1555, or a word.',
  },
  'routes.when.senderMatches': { label: 'Sender fits the pattern', hint: 'A regular expression (RE2).' },
  'routes.when.textMatches': {
    label: 'Text fits the pattern',
    hint: 'A regular expression (RE2). (?i) at its start ignores upper and lower case.',
  },
  'routes.when.service': { label: 'Service', hint: 'Who sends the code, as the inbox shows it: GitHub, PayPal …' },
  'routes.when.hasCode': { label: 'Texts', hint: '' },
  'routes.when.time': { label: 'Only at certain times', hint: '' },
  'routes.when.time.from': { label: 'From', hint: '' },
  'routes.when.time.until': { label: 'Until', hint: 'Earlier than its begin: it goes over midnight.' },
  'routes.when.time.timeZone': { label: 'Time zone', hint: '' },
  'routes.when.time.days': { label: 'Days on which it begins', hint: 'None chosen: every day.' },
  'routes.when.event': {
    label: 'Not for texts, but when this happens to the line',
    hint: 'With any of these, the route takes such news and no texts.',
  },
  'routes.to': { label: 'Where they go', hint: '' },
  'routes.stop': {
    label: 'Ask no further route',
    hint: 'Otherwise the routes below are asked too, and may send it elsewhere as well.',
  },
};
