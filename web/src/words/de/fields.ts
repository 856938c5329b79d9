import type { Words } from '../words.ts';

export const fields: Words['fields'] = {
  labels: {
    id: 'Kurzname',
    url: 'Adresse',
    'hilink.url': 'Adresse der Seite des Sticks',
    via: 'Gesendet über',
    to: 'An',
    'sms.to': 'Telefon, das den Text bekommt',
    webhookUrl: 'Adresse des Webhooks',
  },
  hints: {},
  choices: {},
  kinds: {},
};
