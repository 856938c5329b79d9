import { type HookFields, pick } from './webhook-fields.ts';
import {
  type Verify,
  verifyAndroidSmsGateway,
  verifyHttpsms,
  verifySmsForwarder,
  verifyStandardWebhook,
  verifyTextbee,
} from './webhook-signature.ts';

/** Where the parts of a text stand: paths, the first that has a value wins. */
export interface FieldPaths {
  sender: readonly string[];
  text: readonly string[];
  sentAt: readonly string[];
  to: readonly string[];
}

/** How one kind of gateway speaks. */
export interface WebhookFormat {
  fields: FieldPaths;
  /** What makes a text the same text, also when the gateway sends it again. */
  identity: {
    /** Paths of an id that stays the same over all tries. */
    id: readonly string[];
    /** Without an id: fields that together name the text; null: the whole body. */
    fields: readonly string[] | null;
  };
  /** Missing where the gateway cannot sign. */
  verify?: Verify;
  /** The signature stands where a bearer token would. */
  signsInAuthorization?: boolean;
  /** `sentAt` is the time of the message centre (3GPP TS 23.040 §9.2.2.1 SCTS). */
  networkTime?: boolean;
  /** Anything else than an incoming text is answered and left alone. */
  isText(fields: HookFields): boolean;
}

export const formatNames = [
  'generic',
  'sms-forwarder',
  'android-sms-gateway',
  'httpsms',
  'textbee',
  'bogkonstantin',
] as const;

export type FormatName = (typeof formatNames)[number];

export const webhookFormats: Record<FormatName, WebhookFormat> = {
  generic: {
    fields: {
      sender: ['sender', 'from'],
      text: ['text', 'message', 'content', 'body'],
      sentAt: ['sentAt', 'sentStamp', 'receivedAt', 'received', 'receivedStamp', 'timestamp'],
      to: ['to', 'recipient'],
    },
    identity: { id: ['id', 'messageId'], fields: null },
    verify: verifyStandardWebhook,
    isText: () => true,
  },
  'sms-forwarder': {
    // `timestamp` is when a try was made, so it says nothing of the text.
    fields: { sender: ['from'], text: ['content'], sentAt: ['received'], to: ['to'] },
    identity: { id: [], fields: ['from', 'content', 'received', 'sim'] },
    verify: verifySmsForwarder,
    isText: () => true,
  },
  'android-sms-gateway': {
    fields: {
      sender: ['payload.sender', 'payload.phoneNumber'],
      text: ['payload.message'],
      sentAt: ['payload.receivedAt'],
      to: ['payload.recipient'],
    },
    // Its messageId is a 32-bit hash, which two texts may share, and its id changes when the phone reads the text again.
    identity: {
      id: [],
      fields: ['payload.sender', 'payload.phoneNumber', 'payload.message', 'payload.receivedAt', 'payload.simNumber'],
    },
    verify: verifyAndroidSmsGateway,
    isText: (fields) => pick(fields, ['event']) === 'sms:received',
  },
  httpsms: {
    fields: { sender: ['data.contact'], text: ['data.content'], sentAt: ['data.timestamp'], to: ['data.owner'] },
    // Its message_id changes when the phone posts the text again.
    identity: { id: [], fields: ['data.owner', 'data.contact', 'data.timestamp', 'data.content'] },
    verify: verifyHttpsms,
    signsInAuthorization: true,
    isText: (fields) => pick(fields, ['type']) === 'message.phone.received',
  },
  textbee: {
    fields: { sender: ['sender'], text: ['message'], sentAt: ['receivedAt'], to: ['to'] },
    // One text may be recorded there twice, with two ids.
    identity: { id: [], fields: ['deviceId', 'sender', 'message', 'receivedAt'] },
    verify: verifyTextbee,
    isText: (fields) => pick(fields, ['webhookEvent']) === 'MESSAGE_RECEIVED',
  },
  bogkonstantin: {
    fields: { sender: ['from'], text: ['text'], sentAt: ['sentStamp'], to: ['to'] },
    identity: { id: [], fields: ['from', 'text', 'sentStamp', 'sim'] },
    networkTime: true,
    isText: () => true,
  },
};
