import type { fields as english } from '../en/fields.ts';
import { destinationSettings } from './fields/destinations.ts';
import { kinds } from './fields/kinds.ts';
import { lineSettings, routeSettings } from './fields/lines-and-routes.ts';
import { providerChoices, providerSettings } from './fields/providers.ts';
import { sourceSettings } from './fields/sources.ts';

export const fields: typeof english = {
  settings: { ...lineSettings, ...sourceSettings, ...destinationSettings, ...providerSettings, ...routeSettings },
  choices: {
    ...providerChoices,
    'lines.unmatched.usual': 'Wie üblich: an die Ziele dessen, dem die Leitung gehört',
    'lines.unmatched.these': 'An diese',
    'lines.unmatched.none': 'Nirgendwohin: Sie erscheinen nur auf diesen Seiten',
    'routes.to.these': 'An diese',
    'routes.to.none': 'Mit Absicht nirgendwohin',
    'routes.when.hasCode.true': 'mit Code',
    'routes.when.hasCode.false': 'ohne Code',
    'routes.when.event.any': 'Irgendetwas davon',
    'routes.when.time.days.mon': 'Mo',
    'routes.when.time.days.tue': 'Di',
    'routes.when.time.days.wed': 'Mi',
    'routes.when.time.days.thu': 'Do',
    'routes.when.time.days.fri': 'Fr',
    'routes.when.time.days.sat': 'Sa',
    'routes.when.time.days.sun': 'So',
    'destinations.show.code': 'Dienst und Code',
    'destinations.show.full': 'Den ganzen Text',
    'destinations.show.notice': 'Nur, dass etwas kam',
    'destinations.mqtt.format.keypigeon': 'Alles, was bekannt ist, als JSON',
    'destinations.mqtt.format.hilink': 'Wie ein HiLink-Stick es gäbe, als JSON',
    'destinations.mqtt.format.text': 'Nur den Code, sonst die Worte',
    'sources.webhook.format.generic': 'Eine andere, oder ein Skript',
    'sources.webhook.format.sms-forwarder': 'SMS Forwarder',
    'sources.webhook.format.android-sms-gateway': 'SMS Gateway for Android',
    'sources.webhook.format.httpsms': 'httpSMS',
    'sources.webhook.format.textbee': 'textbee',
    'sources.webhook.format.bogkonstantin': 'Incoming SMS to URL forwarder (bogkonstantin)',
  },
  kinds,
};
