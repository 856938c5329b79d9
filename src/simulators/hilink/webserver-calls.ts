import type { Calls, Visit } from './call.ts';
import { codes, Refusal } from './codes.ts';
import type { Device } from './device.ts';
import type { Session } from './sessions.ts';
import type { Answer } from './xml.ts';

/** Session and token, and what the stock web UI asks for first. */
export const webserverCalls: Calls = {
  'GET webserver/SesTokInfo': { opensSession: true, answer: showSessionAndToken },
  'GET webserver/token': { answer: showToken },
  'GET global/module-switch': { answer: showModules },
};

function showSessionAndToken({ device, session }: Visit): Answer {
  const { family, sesInfo } = device.traits;
  if (family === 'A' || family === 'D') throw new Refusal(codes.notSupported);
  const [token = ''] = device.sessions.grant(session, 1, true);
  return [
    ['SesInfo', sesInfo === 'prefixed' ? `SessionID=${session.id}` : session.id],
    ['TokInfo', token],
  ];
}

function showToken({ device, session }: Visit): Answer {
  switch (device.traits.family) {
    case 'A':
      if (session.tokens.length === 0) device.sessions.grant(session, 1, false);
      return [['token', session.tokens[0] ?? '']];
    case 'B':
      throw new Refusal(codes.notSupported);
    case 'C':
      return [['token', device.sessions.grant(session, 1, false)[0] ?? '']];
    case 'D':
      // Only the second half counts on these; the first is another word each time.
      return [['token', device.sessions.word(32) + (device.sessions.grant(session, 1, false)[0] ?? '')]];
  }
}

function showModules({ device }: Visit): Answer {
  return [
    ['sms_enabled', 1],
    ['sdcard_enabled', 0],
    ['ussd_enabled', 1],
    ['pb_enabled', 1],
    ['wifi_enabled', device.traits.family === 'C' ? 1 : 0],
    ['statistic_enabled', 1],
    ['encrypt_enabled', 0],
    ['cradle_enabled', 0],
    ['multi_mode', 0],
  ];
}

/** The home page; family C carries two tokens in it. */
export function homePage(device: Device, session: Session): string {
  const tokens = device.traits.family === 'C' ? device.sessions.grant(session, 2, false) : [];
  const metas = tokens.map((token) => `<meta name="csrf_token" content="${token}">\n`).join('');
  const title = device.traits.deviceName;
  return `<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n${metas}<title>${title}</title>\n</head>\n<body><h1>${title}</h1></body>\n</html>\n`;
}

/** `/config/global/config.xml`: where the oldest firmware tells whether it wants a login. */
export function globalConfig(device: Device): string {
  const login = device.traits.login === 'none' ? 0 : 1;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<config>\n<homepage>home</homepage>\n<login>${login}</login>\n<sms>1</sms>\n</config>\n`;
}
