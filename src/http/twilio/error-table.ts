/**
 * Every error of the Twilio-compatible API: Twilio's own number where it has one for the case, else 20000 and the HTTP
 * status. `message` is what the caller reads, `help` (Markdown) what to do. docs/twilio-errors.md is generated from here.
 */
export const twilioErrorTable = {
  '20003': {
    status: 401,
    message: 'Authenticate',
    help: 'User name is the account SID, password the auth token that `keypigeon app create` printed, as HTTP Basic. An unknown, a revoked and a wrong one get the same answer.',
  },
  '20004': {
    status: 405,
    message: 'Method not allowed',
    help: 'The path exists, but not with this method; the header `Allow` names those that do.',
  },
  '20009': {
    status: 409,
    message: 'The message is not finished yet',
    help: 'A message that waits, or whose outcome is not known yet, can neither be erased nor deleted: its text may still be needed. One that waits can be canceled.',
  },
  '20400': {
    status: 400,
    message: 'Bad request',
    help: 'The request cannot be read. Send an ordinary form (`application/x-www-form-urlencoded`), or a flat JSON object.',
  },
  '20404': {
    status: 404,
    message: 'The requested resource was not found',
    help: 'There is no such path, the message is not one that this app sent, or the account SID in the path is not the one that signed in. Paths end in `.json`.',
  },
  '20408': {
    status: 408,
    message: 'The request took too long',
    help: 'The request did not arrive whole in time. Send it again.',
  },
  '20409': {
    status: 409,
    message: 'Conflict',
    help: 'The header `I-Twilio-Idempotency-Token` was used before for another message. Use a new one for each message.',
  },
  '20413': {
    status: 413,
    message: 'The body is too large',
    help: 'At most 64 KiB are taken. A text message never needs that much.',
  },
  '20415': {
    status: 415,
    message: 'Unsupported media type',
    help: 'Send `application/x-www-form-urlencoded` (what the Twilio libraries and `curl --data-urlencode` send), or a flat JSON object as `application/json`.',
  },
  '20421': {
    status: 421,
    message: 'This host name is not served here',
    help: 'The hub answers only to its own names. Call it as `localhost`, by its listen address or by `publicUrl`, or add the name to `network.serveHosts`.',
  },
  '20422': {
    status: 400,
    message: 'Invalid parameter',
    help: 'The message names the parameter and what was expected.',
  },
  '20429': {
    status: 429,
    message: 'Too many requests',
    help: 'Wait as long as the header `Retry-After` says, in seconds.',
  },
  '20500': {
    status: 500,
    message: 'Internal server error',
    help: 'A fault of the hub. Its log has a line with the same method and route and the cause; please report it.',
  },
  '20503': {
    status: 503,
    message: 'Service unavailable',
    help: 'The store cannot be written or read now, or the hub is about to stop. Nothing was taken; come again after `Retry-After` seconds.',
  },
  '21211': {
    status: 400,
    message: "Invalid 'To' phone number",
    help: 'Expected a phone number with its country code, as `+15550100003`; national numbers are read by `defaultRegion` of the configuration. Short codes are not texted.',
  },
  '21212': {
    status: 400,
    message: "Invalid 'From' number",
    help: 'Expected the number of one of your lines, as `+15550100002`, or the id of the line.',
  },
  '21266': {
    status: 400,
    message: "'To' is a number of this hub",
    help: 'The text would run in a circle. Name a phone that is none of the lines.',
  },
  '21602': { status: 400, message: 'Message body is required', help: 'Give `Body`: 1 to 1,600 characters.' },
  '21603': {
    status: 400,
    message: "A 'From' phone number is required",
    help: 'Give `From`: the number of one of your lines. It may be left out only where the app may use exactly one line.',
  },
  '21604': { status: 400, message: "A 'To' phone number is required", help: 'Give `To`.' },
  '21606': {
    status: 400,
    message: "The 'From' number is not one that this app can text from",
    help: 'It is not the number of a line, the app may not use that line, or none of its sources can send. `keypigeon lines` and `keypigeon app list` show them.',
  },
  '21609': {
    status: 400,
    message: "Invalid 'StatusCallback' URL",
    help: 'Expected `https://…` or `http://…` of at most 2,000 characters. Private addresses are called only where `network.allowHosts` names them.',
  },
  '21612': {
    status: 400,
    message: "The 'To' number cannot be texted from here",
    help: 'It is a premium-rate number: a text to it costs extra, and the hub sends none.',
  },
  '21617': {
    status: 400,
    message: 'The message body exceeds the 1600 character limit',
    help: 'Shorten the text, or send several.',
  },
  '21620': {
    status: 400,
    message: "'MediaUrl' is not supported",
    help: 'The lines of a hub send text messages without media.',
  },
  '21655': {
    status: 400,
    message: "'ContentSid' is not supported",
    help: 'There are no content templates here; give `Body`.',
  },
  '21701': {
    status: 400,
    message: "'MessagingServiceSid' is not supported",
    help: 'There are no messaging services here; give `From`, the number of one of your lines.',
  },
  '30409': {
    status: 409,
    message: 'The message cannot be canceled any more',
    help: 'Only a message that still waits (`queued`) can be canceled.',
  },
  '35118': {
    status: 400,
    message: 'Scheduling is not supported',
    help: '`SendAt` and `ScheduleType` belong to messaging services. Leave them out: the text is sent as soon as its turn comes.',
  },
  '60200': {
    status: 400,
    message: 'Invalid parameter',
    help: 'The message names the parameter and what was expected. A phone number has its country code, as `+12025550143`; national numbers are read by `defaultRegion` of the configuration.',
  },
  '60202': {
    status: 429,
    message: 'Max check attempts reached',
    help: 'A code has 5 checks, and sending it again gives no more of them; a destination has 10 wrong ones in an hour and 20 in a day. Wait as long as `Retry-After` says, or cancel the verification and begin another one.',
  },
  '60203': {
    status: 429,
    message: 'Max send attempts reached',
    help: 'A code is sent at most 5 times. The one that was sent stays good until it expires.',
  },
  '60205': {
    status: 403,
    message: 'SMS is not supported by landline phone number',
    help: 'By its numbering plan this is a fixed line. Use the channel `call`, or set `SkipSmsToLandlines` of the service to false to have it tried.',
  },
  '60212': {
    status: 429,
    message: 'Too many concurrent requests for phone number',
    help: 'A code was sent to this address just now, or too often of late. `Retry-After` says when the next one may be; meanwhile the one that was sent stays good.',
  },
  '60223': {
    status: 403,
    message: 'Delivery channel disabled',
    help: 'Nothing here sends by this channel for this app. Give the hub a line whose source can send, or set the app to print its codes (`console`).',
  },
  '60410': {
    status: 403,
    message: 'Verification delivery attempt blocked',
    help: 'Many different numbers with the same first digits were asked for, or hardly any code that went there was entered, as in SMS pumping; or the number costs extra. The block ends by itself after 12 hours, later ones after twice as long.',
  },
  '60605': {
    status: 403,
    message: 'Verification delivery attempt blocked (geo permissions)',
    help: 'Codes go only to the countries that the app may send to, by default the one of `defaultRegion`. Add it by `PUT /api/v1/apps/{accountSid}/verification`.',
  },
  '63038': {
    status: 429,
    message: 'The daily limit of messages is reached',
    help: 'The texts that the line may send per day are used up. Raise `sending.perDay` of the line, or wait for the next day (UTC).',
  },
} as const satisfies Record<string, { status: number; message: string; help: string }>;

export type TwilioCode = keyof typeof twilioErrorTable;

/** Where the page of these errors is served and linked. */
export const twilioErrorDocs = 'docs/twilio-errors.md';
