import type { Command } from './command.ts';
import { verificationCommands } from './verification-commands.ts';

/** Every command, in the order in which people meet them; a new one is one file and one entry here. */
export const commands: readonly Command[] = [
  {
    name: 'serve',
    summary: 'Run the hub',
    usage: `usage: keypigeon serve

Runs the hub until it is stopped: receives texts, finds the codes and relays them. On the first start it makes the data
folder with its key, and prints a token for programs once. Until an owner can sign in, each start prints a link by which
the first one sets up how, in the browser: good once, for 15 minutes.

The configuration file is applied at start, whenever it changes, and at SIGHUP. A file with problems changes nothing.
`,
    load: () => import('./serve.ts'),
  },
  {
    name: 'demo',
    summary: 'See it work on a simulated stick: a text every few seconds',
    usage: `usage: keypigeon demo [options]

Runs a hub in a temporary folder with a simulated HiLink stick and an MQTT broker of its own. Shows each text on its
way, and how any MQTT client can subscribe. Leaves nothing behind.

  --every SECONDS    time between two texts (default 4)
  --seconds N        end by itself after so long (default: until Ctrl-C)
`,
    load: () => import('./demo.ts'),
  },
  {
    name: 'watch',
    summary: 'Show codes live in the terminal, the newest one big',
    usage: `usage: keypigeon watch [options]

Shows codes as they come. Keys: c copies the code (OSC 52), ↑ and ↓ show older and newer ones, q quits. Where the output
is no terminal it prints a line for each text. Comes back by itself when the hub was away, without a gap.

  --url URL          a hub elsewhere, as http://192.168.1.5:7466 (default: the one on this data folder)
  --token TOKEN      token for it (default: the environment's KEYPIGEON_TOKEN)
  --line LINE        only texts to this line
  --json             a JSON line for each text
`,
    load: () => import('./watch.ts'),
  },
  {
    name: 'wait',
    summary: 'Wait for a code and print it, or say why none may have come',
    usage: `usage: keypigeon wait [SERVICE] [options]

Waits for the next code of a service, as keypigeon wait GitHub, and prints it. When none comes in the usual time it says
what the hub can see and what to ask the carrier, and goes on waiting until its time is over. Needs a running hub. With
a person's token the code goes to them and others get a notice; without one nothing is taken from anybody. Exit code 0
when a code came, else 1. Ctrl-C ends it.

  --line LINE        only a code that comes to this line
  --minutes N        how long to wait, 1 to 30 (default 5)
  --url URL          a hub elsewhere, as http://192.168.1.5:7466 (default: the one on this data folder)
  --token TOKEN      token for it (default: the environment's KEYPIGEON_TOKEN)
  --json             the wait as one JSON object, with \`code\`
`,
    load: () => import('./wait.ts'),
  },
  {
    name: 'send',
    summary: 'Send a text by one of your lines',
    usage: `usage: keypigeon send --line LINE NUMBER TEXT [options]

Sends a text, as from a doorbell: keypigeon send --line office +15550100003 "Ding". TEXT - is read from standard input.
Waits until it was sent. Needs a running hub. Exit code 0 when it was sent, 1 when not, or when that is not known.

  --line LINE        the line that sends; given again, a further one, when the line before surely could not send
  --wait SECONDS     how long to wait for the outcome (default 60)
  --no-wait          do not wait: exit code 0 once the hub has taken it
  --key KEY          the same key again within a day sends nothing more
  --json             the text as one JSON object
`,
    load: () => import('./send.ts'),
  },
  {
    name: 'send-test',
    summary: 'Send a test code to a destination and show its answer',
    usage: `usage: keypigeon send-test [DESTINATION] [--json]

Sends a test code to the destination, or to every one, and shows what the other side really answered. Needs a running
hub. Exit code 1 when one of them did not take it.
`,
    load: () => import('./send-test.ts'),
  },
  {
    name: 'config',
    summary: 'Check, apply, export or start a configuration file',
    usage: `usage: keypigeon config check [FILE] [--json]     problems and warnings, by line and column; needs no hub
       keypigeon config apply [FILE] [--json]     make it the configuration, live where a hub runs
       keypigeon config export                    the configuration as it is, without secrets
       keypigeon config example                   a file with every setting, to start from

FILE is - for standard input; default is KEYPIGEON_CONFIG, else keypigeon.yaml in the data folder.
`,
    load: () => import('./config.ts'),
  },
  {
    name: 'messages',
    summary: 'List the texts that were received',
    usage: `usage: keypigeon messages [options]

  --limit N          1 to 200 (default 20)
  --line LINE        only texts to this line
  --service NAME     only texts of this service
  --search WORDS     only texts in which all words are found: in service, sender, line, kind, or the text while it is kept
  --code             only texts with a code
  --before ID        only texts older than this one
  --json             a JSON line for each text
`,
    load: () => import('./messages.ts'),
  },
  {
    name: 'deliveries',
    summary: 'List what went where, show the tries of one, send one again',
    usage: `usage: keypigeon deliveries [options]             the newest ones
       keypigeon deliveries ID [--json]           one, with each try and its answer
       keypigeon deliveries retry ID              send it again; needs a running hub

  --limit N          1 to 200 (default 20)
  --message ID       only those of this message
  --destination ID   only those to this destination
  --state STATE      pending, sending, sent, delivered, failed, expired, canceled, unknown
  --json             a JSON line for each delivery
`,
    load: () => import('./deliveries.ts'),
  },
  {
    name: 'explain',
    summary: 'Say why a text went where it went, or where one would go',
    usage: `usage: keypigeon explain MESSAGE_ID [--json]
       keypigeon explain --line LINE --sender SENDER --text TEXT [--at TIME] [--json]

The first form tells of a text that was received: which routes matched, which did not and why, and what became of its
deliveries. The second form asks where a text would go; nothing is stored or sent. It needs a running hub.

  --at TIME          when it would come, as 2026-11-22T08:00:00Z (default: now)
`,
    load: () => import('./explain.ts'),
  },
  {
    name: 'extract',
    summary: 'Find codes in texts: JSON lines in, JSON lines out',
    usage: `usage: keypigeon extract < texts.jsonl

Reads lines {"text": "…", "sender": "…", "receivedAt": "2026-11-22T08:00:00Z"} and writes for each one line
{"code","kind","service","domain","embeddedDomain","expiresInSeconds","confidence"}. Needs no hub.

  text               the text
  sender             who sent it; names the service where the text does not (may be left out)
  receivedAt         when it came, with its zone, or in milliseconds since 1970; makes a lifetime of "until 14:30" (may
                     be left out)

  kind               with a code: one-time-code, temporary-password, pick-up-code, transaction-code; without one:
                     reset-link, sign-in-alert, account-change, sim-change; null: nothing that a hub knows
  expiresInSeconds   how long the text says that its code or link is valid; null: it does not say
  confidence         0 (nothing was found) to 1 (an origin-bound code)

Blank lines are passed over. A line that cannot be read is answered by one in which nothing is found, named on standard
error (the first 20 of them), and makes the exit code 1.
`,
    load: () => import('./extract.ts'),
  },
  {
    name: 'lines',
    summary: 'List the lines with their owners and sources, and how they are',
    usage: `usage: keypigeon lines [--json]

Shows each line with its number, its owner and its sources; by a running hub also how they are: SIM, network, signal,
room for texts, the last text, and what is wrong.
`,
    load: () => import('./lines.ts'),
  },
  {
    name: 'person',
    summary: 'Add or list people who sign in, or reset how one does',
    usage: `usage: keypigeon person add NAME [--id ID] [--role ROLE] [--until TIME] [--json]
       keypigeon person list [--json]
       keypigeon person reset ID [--json]

add and reset print a link, good once and for 15 minutes, by which the person sets up how they sign in. reset ends all
that they signed in by before, and their sessions. Works with and without a running hub.

  --id ID            short name (default: made from the name)
  --role ROLE        owner, member or guest (default member)
  --until TIME       when it ends, as 2026-12-24T18:00:00Z; a guest has an end
`,
    load: () => import('./person.ts'),
  },
  {
    name: 'board',
    summary: 'Make the address of a board: a screen that shows the codes due now',
    usage: `usage: keypigeon board add NAME [--person ID] [--json]

Prints the address to open on the screen, with a token that opens nothing else. Whoever has it sees the codes of that
person. keypigeon needs a running hub for this; the token is revoked like every other one.

  --person ID        whose codes it shows (default: the only person)
`,
    load: () => import('./board.ts'),
  },
  {
    name: 'app',
    summary: 'Make, list or revoke credentials of programs that send texts or verify people',
    usage: `usage: keypigeon app create NAME [--line LINE]… [--owner PERSON] [--json]
       keypigeon app list [--json]
       keypigeon app revoke ACCOUNT_SID [--json]

An app is a program of yours that verifies people (docs/verification.md) or sends texts as if by Twilio
(docs/twilio-api.md). create shows its secrets this once; with --json it prints {"accountSid": "AC…", "authToken": "…",
"keySid": "SK…", "keySecret": "…"} and nothing else. Works with and without a running hub.

  --line LINE        a line that it may send by; may be repeated (default: all lines of its owner)
  --owner PERSON     for whom it sends, where there are several people (default: whose the named lines are)
`,
    load: () => import('./app.ts'),
  },
  ...verificationCommands,
  {
    name: 'simulate',
    summary: 'Run a simulated stick to try things with',
    usage: `usage: keypigeon simulate hilink|serial [options]

Runs a simulated Huawei HiLink stick, or a modem on a serial port. keypigeon simulate hilink --help (or serial) lists
its options.
`,
    hasCommands: true,
    load: () => import('./simulate.ts'),
  },
  {
    name: 'doctor',
    summary: 'Look for what is wrong and say what to do',
    usage: `usage: keypigeon doctor [options]

Looks at what is plugged in (sticks that are still CD drives, HiLink sticks, serial modems and which of their ports
reports texts), who may use it and what else does, and what it answers: SIM, network, signal, memory, service centre.
Serial modems are asked only while no hub uses them. Looks for the HiLink sticks of the configuration (while it has no
source at all, for one at the usual addresses); asks a running hub how its lines, sources and destinations are,
and whether publicUrl leads to it; tries whether destinations can be reached, without sending; looks at folder, key,
port, Node, clock and power. Each finding says what to do. Exit code 1 when something is wrong.

  --url URL          address of the stick (default: those of the configuration, else the usual ones)
  --no-stick         do not look for sticks and modems
  --json             everything as one JSON object
`,
    load: () => import('./doctor.ts'),
  },
];
