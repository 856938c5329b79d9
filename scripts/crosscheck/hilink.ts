import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type CheckResult, check } from './check.ts';

/** The simulator as a process of its own. */
interface Running {
  url: string;
  /** The line that it prints for people who want to send it a text. */
  example: string;
  child: ChildProcess;
}

const run = promisify(execFile);
const packages = ['curl', 'libxml2-utils', 'python3', 'python3-requests', 'python3-xmltodict'];
const installLine = `apt-get install -y ${packages.join(' ')}`;
const deadlineMs = 30_000;

/**
 * Drives the HiLink simulator with programs that are not ours: curl and xmllint look at the shape of every answer of a
 * stick, Python's requests and xmltodict log in to a router and to a SCRAM device and use them with one-shot tokens.
 */
export async function crosscheckHilink(): Promise<CheckResult[]> {
  return [
    await check('HiLink simulator: curl and xmllint, stick without login', checkShapes),
    await check('HiLink simulator: Python, router with login of type 4', () => checkPython('router', 'type4')),
    await check('HiLink simulator: Python, device with SCRAM login', () => checkPython('scram', 'scram')),
  ];
}

async function requireTool(command: string, args: string[]): Promise<void> {
  try {
    await run(command, args, { timeout: deadlineMs });
  } catch {
    throw new Error(`${[command, ...args].join(' ')} does not run; install it: ${installLine}`);
  }
}

async function checkShapes(): Promise<string> {
  await requireTool('curl', ['--version']);
  await requireTool('xmllint', ['--version']);
  const folder = await mkdtemp(join(tmpdir(), 'keypigeon-crosscheck-'));
  const simulator = await startSimulator(['--profile', 'stick']);
  try {
    return await new ShapeCheck(simulator, folder).run();
  } finally {
    await stopSimulator(simulator);
    await rm(folder, { recursive: true });
  }
}

const reads = [
  'global/module-switch',
  'user/hilink_login',
  'user/state-login',
  'user/heartbeat',
  'monitoring/check-notifications',
  'monitoring/status',
  'monitoring/converged-status',
  'device/information',
  'device/basic_information',
  'device/signal',
  'net/current-plmn',
  'pin/status',
  'sms/sms-count',
  'sms/config',
  'sms/sms-feature-switch',
  'sms/send-status',
];
const listRequest =
  '<request><PageIndex>1</PageIndex><ReadCount>20</ReadCount><BoxType>1</BoxType><SortType>0</SortType><Ascending>0</Ascending><UnreadPreferred>0</UnreadPreferred></request>';

class ShapeCheck {
  private readonly simulator: Running;
  private readonly folder: string;
  private token = '';
  private cookie: string[] = [];
  private answers = 0;

  constructor(simulator: Running, folder: string) {
    this.simulator = simulator;
    this.folder = folder;
  }

  async run(): Promise<string> {
    await run('sh', ['-c', this.simulator.example], { timeout: deadlineMs });
    const session = await this.get('webserver/SesTokInfo');
    this.token = await valueAt(session, '/response/TokInfo');
    this.cookie = ['-b', await valueAt(session, '/response/SesInfo')];
    for (const path of reads) await expectRoot(await this.get(path), 'response', path);
    await expectRoot(await this.get('no/such-path'), 'error', 'no/such-path');
    const list = await this.post('sms/sms-list', listRequest);
    await expectRoot(list, 'response', 'sms/sms-list');
    const index = await valueAt(list, '/response/Messages/Message[1]/Index');
    for (const path of ['sms/set-read', 'sms/delete-sms']) {
      await expectRoot(await this.post(path, `<request><Index>${index}</Index></request>`), 'response', path);
    }
    const empty = await valueAt(await this.post('sms/sms-list', listRequest), '/response/Count');
    if (empty !== '0') throw new Error(`sms/sms-list: Count is ${empty} after the only text was deleted`);
    return `${this.answers} answers, all well-formed`;
  }

  private get(path: string): Promise<string> {
    return this.curl(path, []);
  }

  private async post(path: string, body: string): Promise<string> {
    const answer = await this.curl(path, ['-H', `__RequestVerificationToken: ${this.token}`, '-d', body]);
    const headers = await readFile(join(this.folder, 'headers'), 'utf8');
    this.token = /^__RequestVerificationToken: (\w{32})/im.exec(headers)?.[1] ?? '';
    return answer;
  }

  /** The file that holds the answer. */
  private async curl(path: string, args: string[]): Promise<string> {
    this.answers += 1;
    const file = join(this.folder, `answer-${this.answers}.xml`);
    const fixed = ['-s', '-S', '--fail', '-D', join(this.folder, 'headers'), '-o', file];
    await run('curl', [...fixed, ...this.cookie, ...args, `${this.simulator.url}/api/${path}`], {
      timeout: deadlineMs,
    });
    await run('xmllint', ['--noout', file]);
    return file;
  }
}

async function valueAt(file: string, path: string): Promise<string> {
  return (await run('xmllint', ['--xpath', `string(${path})`, file])).stdout.trim();
}

async function expectRoot(file: string, root: string, path: string): Promise<void> {
  const actual = await valueAt(file, 'concat(name(/*), " ", /error/code)');
  if (actual.split(' ')[0] !== root) throw new Error(`${path}: the root is ${actual}, expected ${root}`);
}

async function checkPython(profile: string, login: string): Promise<string> {
  await requireTool('/usr/bin/python3', ['-c', 'import requests, xmltodict']);
  const password = 'correct horse';
  const simulator = await startSimulator(['--profile', profile, '--login', login, '--password', password]);
  try {
    const script = join(import.meta.dirname, 'hilink_client.py');
    const { stdout } = await run('/usr/bin/python3', [script, simulator.url, login, password], { timeout: deadlineMs });
    return stdout.trim().replace(/\s*\n\s*/g, '; ');
  } finally {
    await stopSimulator(simulator);
  }
}

const starter = `
import { runHilinkSimulator } from ${JSON.stringify(new URL('../../src/simulators/hilink/run.ts', import.meta.url).href)};
const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());
const { stdout, stderr } = process;
process.exitCode = await runHilinkSimulator(process.argv.slice(1), { stdout, stderr, signal: controller.signal });
`;

function startSimulator(args: string[]): Promise<Running> {
  const command = ['--input-type=module', '-e', starter, '--', '--port', '0', ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let printed = '';
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk;
    });
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      const url = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(printed)?.[1];
      const example = /(curl .*)\n/.exec(printed)?.[1];
      if (url && example) resolve({ url, example, child });
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}: ${complaint.trim()}`)));
  });
}

async function stopSimulator({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
