import type { Calls, Visit } from './call.ts';
import { codes, Refusal } from './codes.ts';
import { childText, requiredText } from './request-body.ts';
import type { Answer } from './xml.ts';

/** Who is logged in, logging in and out. */
export const userCalls: Calls = {
  'GET user/hilink_login': { answer: showProtection },
  'GET user/state-login': { answer: showState },
  'GET user/heartbeat': { answer: ({ session }) => [['userlevel', session.user === undefined ? 0 : 2]] },
  'POST user/login': { order: ['Username', 'Password', 'password_type'], answer: login },
  'POST user/challenge_login': { order: ['username', 'firstnonce', 'mode'], answer: challenge },
  'POST user/authentication_login': { order: ['clientproof', 'finalnonce'], answer: authenticate },
  'POST user/logout': { order: ['Logout'], answer: logout },
};

function showProtection({ device }: Visit): Answer {
  if (device.traits.family === 'A') throw new Refusal(codes.notSupported);
  return [['hilink_login', device.traits.login === 'none' ? 0 : 1]];
}

function showState({ device, session }: Visit): Answer {
  const { traits, login } = device;
  if (traits.family === 'A' && traits.login === 'none') throw new Refusal(codes.notSupported);
  const isScram = traits.login === 'scram';
  return [
    ['State', loginState(device.sessions.loggedIn().length > 0, session.user !== undefined)],
    ['Username', session.user ?? ''],
    ['password_type', passwordTypes[traits.login]],
    ...(isScram ? ([['extern_password_type', 1]] as const) : []),
    ['firstlogin', 1],
    ['history_login_flag', 0],
    ['lockstatus', login.isLocked() ? 1 : 0],
    ['remainwaittime', login.waitMinutes()],
    ['accounts_number', 1],
    ['rsapadingtype', isScram ? 1 : 0],
  ];
}

const passwordTypes = { none: 4, type0: 0, type3: 3, type4: 4, scram: 4 } as const;

function loginState(somebodyIs: boolean, thisOneIs: boolean): number {
  if (thisOneIs) return 0;
  return somebodyIs ? -2 : -1;
}

function login(visit: Visit): Answer {
  const { device, session, body } = visit;
  device.login.byPassword(session, requiredText(body, 'Username'), requiredText(body, 'Password'), visit.token);
  becomeLoggedIn(visit);
  return 'OK';
}

function challenge(visit: Visit): Answer {
  visit.tokens = 'reset';
  const { device, session, body } = visit;
  const { salt, serverNonce } = device.login.challenge(
    session,
    requiredText(body, 'username'),
    requiredText(body, 'firstnonce'),
  );
  return [
    ['iterations', device.traits.scramIterations],
    ['servernonce', serverNonce],
    ['modeselected', Number(childText(body, 'mode') ?? 1)],
    ['salt', salt],
    ['newType', 0],
  ];
}

function authenticate(visit: Visit): Answer {
  visit.tokens = 'reset';
  const { device, session, body } = visit;
  const keys = device.login.byProof(session, requiredText(body, 'clientproof'), requiredText(body, 'finalnonce'));
  const rsa = device.login.rsaKey(keys);
  becomeLoggedIn(visit);
  return [
    ['serversignature', keys.serverSignature],
    ['rsapubkeysignature', rsa.signature],
    ['rsan', rsa.modulus],
    ['rsae', '010001'],
  ];
}

function becomeLoggedIn(visit: Visit): void {
  visit.device.sessions.rename(visit.session);
  visit.isRenamed = true;
  visit.tokens = 'login';
}

function logout({ device, session, body }: Visit): Answer {
  if (requiredText(body, 'Logout') !== '1') throw new Refusal(codes.parameter);
  device.login.logout(session);
  return 'OK';
}
