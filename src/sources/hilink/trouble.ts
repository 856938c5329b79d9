import { DeviceError, isSimTrouble, LoginRefusedError, UnreachableError, UnreadableAnswerError } from './errors.ts';

/** What went wrong in one line for people, with what to do. `where` names the stick. */
export function describeTrouble(error: unknown, where: string): string {
  if (error instanceof NotFoundError) return error.message;
  if (error instanceof UnreachableError) {
    return `no answer from ${where}: check that it is plugged in and has power; the hub keeps trying (${error.message})`;
  }
  if (error instanceof LoginRefusedError) return describeLogin(error, where);
  if (error instanceof UnreadableAnswerError) {
    return `${where} does not answer as a HiLink device (${error.message}): check \`url\`; texts stay on the stick`;
  }
  if (error instanceof DeviceError) return describeDeviceError(error, where);
  return `${where} cannot be read; the hub keeps trying`;
}

function describeLogin(error: LoginRefusedError, where: string): string {
  const wait = error.waitMinutes === undefined ? 'some minutes' : `${error.waitMinutes} minutes`;
  switch (error.trouble) {
    case 'no-password':
      return `${where} wants a password: set \`password\``;
    case 'wrong':
      return `${where} refuses the user name or password: correct \`username\` and \`password\`; the hub does not try again before, so as not to lock the stick`;
    case 'locked':
      return error.beforeTrying
        ? `${where} is locked after too many wrong passwords: wait ${wait}; the hub logs in when it is open again`
        : `${where} is locked after too many wrong passwords: wait ${wait}, check \`password\` and restart the source`;
    case 'occupied':
      return `someone else is logged in at ${where}: log out there, or wait up to 10 minutes; the hub keeps trying`;
    case 'change-password':
      return `${where} demands that its default password is changed: do so in its web page, then set \`password\``;
  }
}

function describeDeviceError(error: DeviceError, where: string): string {
  if (isSimTrouble(error.code)) return `${where}: ${error.message}: check the SIM card`;
  if (error.code === 100002 && error.message.startsWith('sms/sms-list')) {
    return `the firmware of ${where} does not offer the list of texts (sms/sms-list), so this device cannot be used as a source`;
  }
  if (error.code === 100004) return `${where} is busy; the hub keeps trying`;
  return `${where} reports an error; the hub keeps trying (${error.message})`;
}

/** None of the usual addresses is a HiLink device. */
export class NotFoundError extends Error {
  constructor(addresses: string[]) {
    super(
      `no HiLink stick was found at ${addresses.join(', ')}: plug it in, or set \`url\` to the address of its web page; the hub keeps looking`,
    );
    this.name = 'NotFoundError';
    this.name = 'NotFoundError';
  }
}
