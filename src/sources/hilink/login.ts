import { createHash } from 'node:crypto';
import type { RandomBytes } from '../../support/random.ts';
import { childNumber, childText, escapeXml, type XmlElement } from '../../support/xml.ts';
import { DeviceError, isUnsupported, LoginRefusedError, loginTrouble } from './errors.ts';
import { clientProof } from './scram.ts';
import type { Session } from './session.ts';

export interface Credentials {
  username: string;
  password: string | undefined;
}

/** `none`: the firmware knows no login; `plain`: types 0 and 3; `hashed`: type 4. */
export type LoginType = 'none' | 'plain' | 'hashed' | 'scram';

/** What `user/state-login` says. */
export interface LoginState {
  type: LoginType;
  /** The number that a login of type `plain` repeats. */
  passwordType: number;
  loggedIn: boolean;
  locked: boolean;
  waitMinutes: number | undefined;
}

/** A day, in minutes: devices lock themselves for some minutes. */
const longestWait = 1_440;

/** Asks the device how it wants a login. A firmware without the call knows no login. */
export async function readLoginState(session: Session): Promise<LoginState> {
  const answer = await unlessUnsupported(session.get('user/state-login'));
  if (answer === undefined) {
    return { type: 'none', passwordType: 0, loggedIn: true, locked: false, waitMinutes: undefined };
  }
  const passwordType = childNumber(answer, 'password_type') ?? 0;
  const scram = childNumber(answer, 'extern_password_type') === 1;
  const waitMinutes = childNumber(answer, 'remainwaittime');
  return {
    type: scram ? 'scram' : passwordType === 4 ? 'hashed' : 'plain',
    passwordType,
    loggedIn: childNumber(answer, 'State') === 0,
    locked: childNumber(answer, 'lockstatus') === 1,
    waitMinutes: waitMinutes === undefined || waitMinutes <= 0 || waitMinutes > longestWait ? undefined : waitMinutes,
  };
}

/** Whether texts are out of reach without a login; undefined where the firmware does not say. */
export async function isProtected(session: Session, state: LoginState): Promise<boolean | undefined> {
  if (state.type === 'none') return false;
  const answer = await unlessUnsupported(session.get('user/hilink_login'));
  if (answer === undefined) return undefined;
  return (answer.name === 'hilink_login' ? answer.text.trim() : childText(answer, 'hilink_login').trim()) !== '0';
}

/** Logs in the way that `state` names. Throws LoginRefusedError when the device refuses; never tries twice. */
export async function logIn(
  session: Session,
  state: LoginState,
  credentials: Credentials,
  random: RandomBytes,
): Promise<void> {
  const { username, password } = credentials;
  const { waitMinutes } = state;
  const beforeTrying = true;
  if (password === undefined) throw new LoginRefusedError('no-password', 'it wants a password', { beforeTrying });
  if (state.locked) {
    throw new LoginRefusedError('locked', 'it is locked after too many wrong passwords', { waitMinutes, beforeTrying });
  }
  try {
    if (state.type === 'scram') await logInByScram(session, username, password, random);
    else await logInByPassword(session, state, username, password);
  } catch (error) {
    const trouble = error instanceof DeviceError ? loginTrouble(error.code) : undefined;
    if (!(error instanceof DeviceError) || trouble === undefined) throw error;
    throw new LoginRefusedError(trouble, error.message, { waitMinutes });
  }
}

async function logInByPassword(session: Session, state: LoginState, username: string, password: string): Promise<void> {
  const body = (token: string) => {
    const sent = state.type === 'hashed' ? hashedPassword(username, password, token) : base64(password);
    return `<?xml version="1.0" encoding="UTF-8"?><request><Username>${escapeXml(username)}</Username><Password>${sent}</Password><password_type>${state.passwordType}</password_type></request>`;
  };
  await session.post('user/login', body, { renewsTokens: true });
}

/** Login type 4: SHA-256 over name, hashed password and the very token that the request carries; base64 of hex text. */
export function hashedPassword(username: string, password: string, token: string): string {
  return base64(sha256Hex(`${username}${base64(sha256Hex(password))}${token}`));
}

async function logInByScram(session: Session, username: string, password: string, random: RandomBytes): Promise<void> {
  const firstNonce = Buffer.from(random(32)).toString('hex');
  const challenge = await session.post(
    'user/challenge_login',
    `<?xml version="1.0" encoding="UTF-8"?><request><username>${escapeXml(username)}</username><firstnonce>${firstNonce}</firstnonce><mode>1</mode></request>`,
    { renewsTokens: true },
  );
  const serverNonce = childText(challenge, 'servernonce').trim();
  const proof = await clientProof(password, {
    firstNonce,
    serverNonce,
    salt: childText(challenge, 'salt').trim(),
    iterations: boundedIterations(childNumber(challenge, 'iterations')),
  });
  await session.post(
    'user/authentication_login',
    `<?xml version="1.0" encoding="UTF-8"?><request><clientproof>${proof}</clientproof><finalnonce>${escapeXml(serverNonce)}</finalnonce></request>`,
    { renewsTokens: true },
  );
}

/** 100 and 500 have been seen; a device must not make the hub compute for minutes. */
function boundedIterations(iterations: number | undefined): number {
  return Math.min(Math.max(iterations ?? 100, 1), 1_000_000);
}

async function unlessUnsupported(answer: Promise<XmlElement>): Promise<XmlElement | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isUnsupported(error)) return undefined;
    throw error;
  }
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
