import { hilink } from './hilink/hilink.ts';
import { serial } from './serial/serial.ts';
import type { SourceKind } from './source.ts';
import { twilio } from './twilio.ts';
import { twilioVoice } from './twilio-voice/twilio-voice.ts';
import { webhook } from './webhook.ts';

/** Every kind of source: a new one is one file and one line here. */
export const sourceKinds: SourceKind[] = [hilink, serial, twilio, twilioVoice, webhook];
