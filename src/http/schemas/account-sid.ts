import { z } from 'zod';

/** Of an app, in the form of Twilio's. */
export const accountSid = z.string().regex(/^AC[0-9a-f]{32}$/, 'expected AC and 32 hexadecimal digits');
