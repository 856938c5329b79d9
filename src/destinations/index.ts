import { consoleLine } from './console.ts';
import type { DestinationKind } from './destination.ts';
import { mqtt } from './mqtt.ts';
import { slack } from './slack.ts';
import { sms } from './sms.ts';
import { webPush } from './web-push.ts';
import { webhook } from './webhook.ts';

/** Every kind of destination: a new one is one file and one line here. */
export const destinationKinds: DestinationKind[] = [mqtt, slack, sms, webhook, webPush, consoleLine];
