import type { SettingWords } from '../fields.ts';

export const destinationSettings: Record<string, SettingWords> = {
  'destinations.owner': {
    label: 'Belongs to',
    hint: 'Gets what comes to the lines of this person, if no route says otherwise.',
  },
  'destinations.enabled': { label: 'Turned on', hint: 'Turned off, nothing goes there, and it keeps its settings.' },
  'destinations.show': { label: 'What it shows', hint: '' },
  'destinations.template': { label: 'In your own words', hint: 'Empty: in ours.' },

  'destinations.mqtt.url': {
    label: 'Address of the broker',
    hint: 'Such as mqtt://192.168.1.5:1883. mqtts:// is encrypted; ws:// and wss:// work too.',
  },
  'destinations.mqtt.username': { label: 'User name at the broker', hint: '' },
  'destinations.mqtt.password': { label: 'Password at the broker', hint: '' },
  'destinations.mqtt.ca': {
    label: 'Certificate of your own authority',
    hint: 'Only if you sign certificates yourself: its text in PEM form, or ${file:/path/to/ca.pem}.',
  },
  'destinations.mqtt.clientId': { label: 'Client id', hint: 'Only if the broker insists on one.' },
  'destinations.mqtt.topic': { label: 'Topic', hint: 'Where messages are published. Empty: keypigeon/message.' },
  'destinations.mqtt.baseTopic': {
    label: 'Topic of this hub',
    hint: 'Below it stands whether the hub is there. Two hubs at one broker need two.',
  },
  'destinations.mqtt.format': { label: 'What is published', hint: '' },
  'destinations.mqtt.homeAssistant': { label: 'Home Assistant', hint: '' },
  'destinations.mqtt.homeAssistant.enabled': {
    label: 'Show the lines in Home Assistant',
    hint: 'With their codes, signal, network, storage and troubles.',
  },
  'destinations.mqtt.homeAssistant.prefix': { label: 'Discovery prefix', hint: 'As it is set in Home Assistant.' },
  'destinations.mqtt.homeAssistant.includeCode': {
    label: 'With the code itself',
    hint: 'Home Assistant keeps it in its history for days.',
  },

  'destinations.slack.webhookUrl': {
    label: 'Webhook address of Slack',
    hint: 'In Slack: make an app, turn on “Incoming Webhooks”, choose a channel and copy the address. Whoever has it can post there.',
  },
  'destinations.slack.username': { label: 'Name it posts under', hint: 'Older webhooks only.' },
  'destinations.slack.channel': { label: 'Another channel', hint: 'Such as #codes or @ann. Older webhooks only.' },
  'destinations.slack.iconEmoji': {
    label: 'Picture',
    hint: 'An emoji between colons, such as :key:. Older webhooks only.',
  },

  'destinations.sms.to': {
    label: 'Phone to text',
    hint: 'With its country code, such as +15550100003. Not one of your own lines.',
  },
  'destinations.sms.via': {
    label: 'Line that sends',
    hint: 'If you choose several, the next one is tried when one could not send.',
  },
  'destinations.sms.from': {
    label: 'Sender that shows',
    hint: 'A number or name in place of the number of the line, where its provider allows that.',
  },
  'destinations.sms.dailyCap': {
    label: 'Texts a day at most',
    hint: 'Texts cost money, and a flood of them costs much.',
  },

  'destinations.webhook.url': {
    label: 'Address of your program',
    hint: 'It is called with POST. Redirects are not followed.',
  },
  'destinations.webhook.secret': {
    label: 'Secret for signing',
    hint: 'whsec_… as Standard Webhooks has it. Your program checks the signature with it.',
  },

  'destinations.web-push.endpoint': { label: 'Address of the browser', hint: 'From its push service.' },
  'destinations.web-push.p256dh': { label: 'Key of the browser', hint: '' },
  'destinations.web-push.auth': { label: 'Secret of the browser', hint: '' },
  'destinations.web-push.name': { label: 'Which browser it is', hint: '' },
};
