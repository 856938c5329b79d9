import { destinationSettings } from './fields/destinations.ts';
import { kinds } from './fields/kinds.ts';
import { lineSettings, routeSettings } from './fields/lines-and-routes.ts';
import { providerChoices, providerSettings } from './fields/providers.ts';
import { sourceSettings } from './fields/sources.ts';

/** What a setting is called, and what it is for; where there is no hint, the schema's own words are shown. */
export interface SettingWords {
  label: string;
  hint?: string;
}

/** Words for settings by their place: `sources.KIND.SETTING`, or `sources.SETTING` for what all sources have. */
export const fields = {
  settings: {
    ...lineSettings,
    ...sourceSettings,
    ...destinationSettings,
    ...providerSettings,
    ...routeSettings,
  } as Record<string, SettingWords>,
  /** What can be chosen, by the setting and the value. Events of lines are called as in the inbox. */
  choices: {
    ...providerChoices,
    'lines.unmatched.usual': 'As usual: to the destinations of whose line it is',
    'lines.unmatched.these': 'To these',
    'lines.unmatched.none': 'Nowhere: they only show in these pages',
    'routes.to.these': 'To these',
    'routes.to.none': 'Nowhere, on purpose',
    'routes.when.hasCode.true': 'with a code',
    'routes.when.hasCode.false': 'without a code',
    'routes.when.event.any': 'Anything of this',
    'routes.when.time.days.mon': 'Mon',
    'routes.when.time.days.tue': 'Tue',
    'routes.when.time.days.wed': 'Wed',
    'routes.when.time.days.thu': 'Thu',
    'routes.when.time.days.fri': 'Fri',
    'routes.when.time.days.sat': 'Sat',
    'routes.when.time.days.sun': 'Sun',
    'destinations.show.code': 'Service and code',
    'destinations.show.full': 'The whole text',
    'destinations.show.notice': 'Only that something came',
    'destinations.mqtt.format.keypigeon': 'Everything that is known, as JSON',
    'destinations.mqtt.format.hilink': 'As a HiLink stick would give it, as JSON',
    'destinations.mqtt.format.text': 'Only the code, else the words',
    'sources.webhook.format.generic': 'Another one, or a script',
    'sources.webhook.format.sms-forwarder': 'SMS Forwarder',
    'sources.webhook.format.android-sms-gateway': 'SMS Gateway for Android',
    'sources.webhook.format.httpsms': 'httpSMS',
    'sources.webhook.format.textbee': 'textbee',
    'sources.webhook.format.bogkonstantin': 'Incoming SMS to URL forwarder (bogkonstantin)',
  } as Record<string, string>,
  kinds,
};
