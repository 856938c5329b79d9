import type { Command } from './command.ts';

/** What verification costs, what it blocks, and tests of lines. */
export const verificationCommands: readonly Command[] = [
  {
    name: 'price',
    summary: 'Set what texts, calls and mails of verification cost',
    usage: `usage: keypigeon price list [--json]
       keypigeon price set KIND PRICE [--by ID] [--to PLACE]
       keypigeon price remove KIND [--by ID] [--to PLACE]
       keypigeon price currency CODE
       keypigeon price import FILE [--json]

KIND is sms (each segment), call or email, as keypigeon price set sms 0.0079 --to US. The own price of a line or provider
is taken before the general one, the longest beginning of a number before its country. import replaces everything by a
file as price list --json prints it; FILE - is standard input. Works with and without a running hub.

  --by ID            the line or provider whose price it is (default: all that have no own one)
  --to PLACE         a country as US, or the beginning of numbers as +4479 (default: anywhere)
`,
    load: () => import('./price.ts'),
  },
  {
    name: 'costs',
    summary: 'Show what codes cost, by line, app and month',
    usage: `usage: keypigeon costs [--month MONTH] [--months N] [--json]

What verification sent, by line or provider, app, kind and month, and what that cost by the price table.

  --month MONTH      the newest month, as 2027-01 (default: the current one, in UTC)
  --months N         so many months back from that one, 1 to 24 (default 1)
  --json             as one JSON object
`,
    load: () => import('./costs.ts'),
  },
  {
    name: 'blocks',
    summary: 'Show where verification sends nothing for now, and lift a block',
    usage: `usage: keypigeon blocks [--json]
       keypigeon blocks lift ID [--json]

Countries and beginnings of numbers that are blocked for an app, since hardly any code that went there was entered or too
many numbers were asked for; and apps to which most codes that come are wrong.
`,
    load: () => import('./blocks.ts'),
  },
  {
    name: 'canary',
    summary: 'Show line tests, or send the text of one and wait for it',
    usage: `usage: keypigeon canary [--json]
       keypigeon canary run ID [--wait SECONDS] [--json]

Line tests are texts that the hub sends to its own lines by another line or provider (canaries in the configuration), to
see whether they arrive and how fast. run sends one now and waits for it; exit code 1 when it does not arrive. Needs a
running hub.

  --wait SECONDS     how long to wait for it (default 120)
  --json             a JSON line for each test
`,
    load: () => import('./canary.ts'),
  },
];
