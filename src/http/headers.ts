/** On every answer: nothing is guessed, stored, framed or told on (OWASP HTTP Headers Cheat Sheet). */
export const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;
