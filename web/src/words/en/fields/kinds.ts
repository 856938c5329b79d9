/** What kinds of sources, destinations and providers are called, and what they do. */
export const kinds: Record<string, { title: string; description: string }> = {
  'sources.hilink': {
    title: 'Huawei stick or router',
    description:
      'Reads the texts of the SIM card in it over its web page (HiLink), and can send texts. It is found by itself.',
  },
  'sources.serial': {
    title: 'USB modem',
    description: 'Reads the texts of the SIM card in a stick, module or phone on a serial port, and can send texts.',
  },
  'sources.twilio': {
    title: 'Twilio number',
    description: 'A rented number. Twilio calls this hub for each text; what it missed is fetched. It can send texts.',
  },
  'sources.twilio-voice': {
    title: 'Calls to a Twilio number',
    description:
      'For sites that call: listens to the code that is spoken. A call that wants a key pressed asks you first. Nothing is recorded.',
  },
  'sources.webhook': {
    title: 'Phone or gateway',
    description: 'An app on a phone, a gateway or a script hands in each text by calling an address of this hub.',
  },
  'providers.twilio': {
    title: 'Twilio',
    description: 'Sends codes as texts and calls by a Twilio account, and hears whether they arrived.',
  },
  'providers.vonage': {
    title: 'Vonage',
    description: 'Sends codes as texts by a Vonage account, and hears whether they arrived.',
  },
  'providers.http': {
    title: 'Another gateway',
    description: 'Any service or box that sends texts when it is called over the web. You say how the call looks.',
  },
  'providers.smtp': {
    title: 'Mail server',
    description: 'Sends codes by e-mail. A mailbox is no second factor: it often resets the password, too.',
  },
  'providers.console': {
    title: 'Console',
    description: 'Prints codes where the hub runs, in place of sending them. For trying things out.',
  },
  'destinations.mqtt': {
    title: 'MQTT and Home Assistant',
    description: 'Publishes each message at an MQTT broker, and shows the lines in Home Assistant if you want.',
  },
  'destinations.slack': {
    title: 'Slack',
    description: 'Posts into a channel. Slack keeps what it was sent, so choose with care how much it shows.',
  },
  'destinations.sms': {
    title: 'Another phone, by text',
    description: 'Texts the code on to another phone by one of your lines. Each text may cost money.',
  },
  'destinations.webhook': {
    title: 'Your own program',
    description: 'Calls an address of yours with JSON, signed so that your program knows who calls.',
  },
  'destinations.web-push': {
    title: 'Notification in a browser',
    description: 'Notifies a browser even while these pages are closed. Switch it on in that browser itself.',
  },
  'destinations.console': {
    title: 'Console',
    description: 'Prints each message where the hub was started: for trying things out.',
  },
};
