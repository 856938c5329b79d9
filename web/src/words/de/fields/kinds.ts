import type { fields } from '../../en/fields.ts';

export const kinds: (typeof fields)['kinds'] = {
  'sources.hilink': {
    title: 'Huawei-Stick oder -Router',
    description:
      'Liest die Texte der SIM-Karte darin über seine Webseite (HiLink) und kann Texte senden. Er wird von selbst gefunden.',
  },
  'sources.serial': {
    title: 'USB-Modem',
    description:
      'Liest die Texte der SIM-Karte in einem Stick, Modul oder Handy an einer seriellen Schnittstelle und kann Texte senden.',
  },
  'sources.twilio': {
    title: 'Nummer bei Twilio',
    description:
      'Eine gemietete Nummer. Twilio ruft diesen Hub bei jedem Text; was dabei fehlt, wird nachgeholt. Sie kann Texte senden.',
  },
  'sources.twilio-voice': {
    title: 'Anrufe an eine Nummer bei Twilio',
    description:
      'Für Seiten, die anrufen: hört den Code, der gesprochen wird. Will ein Anruf, dass eine Taste gedrückt wird, fragt er dich zuerst. Nichts wird aufgezeichnet.',
  },
  'sources.webhook': {
    title: 'Handy oder Gateway',
    description:
      'Eine App auf einem Handy, ein Gateway oder ein Skript reicht jeden Text ein, indem es eine Adresse dieses Hubs aufruft.',
  },
  'providers.twilio': {
    title: 'Twilio',
    description: 'Sendet Codes als SMS und Anrufe über ein Konto bei Twilio und erfährt, ob sie ankamen.',
  },
  'providers.vonage': {
    title: 'Vonage',
    description: 'Sendet Codes als SMS über ein Konto bei Vonage und erfährt, ob sie ankamen.',
  },
  'providers.http': {
    title: 'Ein anderes Gateway',
    description:
      'Jeder Dienst und jedes Gerät, das SMS sendet, wenn man es übers Web aufruft. Du sagst, wie der Aufruf aussieht.',
  },
  'providers.smtp': {
    title: 'Mailserver',
    description:
      'Sendet Codes per E-Mail. Ein Postfach ist kein zweiter Faktor: Oft setzt es auch das Passwort zurück.',
  },
  'providers.console': {
    title: 'Konsole',
    description: 'Gibt Codes dort aus, wo der Hub läuft, statt sie zu senden. Zum Ausprobieren.',
  },
  'destinations.mqtt': {
    title: 'MQTT und Home Assistant',
    description:
      'Veröffentlicht jede Nachricht bei einem MQTT-Broker und zeigt auf Wunsch die Leitungen in Home Assistant.',
  },
  'destinations.slack': {
    title: 'Slack',
    description: 'Schreibt in einen Kanal. Slack behält, was es bekam: Wähle mit Bedacht, wie viel es zeigt.',
  },
  'destinations.sms': {
    title: 'Ein anderes Telefon, per SMS',
    description: 'Schickt den Code über eine deiner Leitungen an ein anderes Telefon. Jede SMS kann Geld kosten.',
  },
  'destinations.webhook': {
    title: 'Dein eigenes Programm',
    description: 'Ruft eine Adresse von dir mit JSON auf, signiert, damit dein Programm weiß, wer ruft.',
  },
  'destinations.web-push': {
    title: 'Benachrichtigung im Browser',
    description:
      'Benachrichtigt einen Browser, auch wenn diese Seiten geschlossen sind. Schalte es in diesem Browser selbst ein.',
  },
  'destinations.console': {
    title: 'Konsole',
    description: 'Schreibt jede Nachricht dorthin, wo der Hub gestartet wurde: zum Ausprobieren.',
  },
};
