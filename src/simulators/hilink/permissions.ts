/**
 * The stock permission table: GET is allowed unless it is named here, POST is refused unless it is named here. Holds
 * while a login is required and nobody is logged in.
 */
const readsWithLogin = [
  'device/information',
  'sms/config',
  'sms/sms-feature-switch',
  'pin/save-pin',
  'dialup/profiles',
  'net/network',
  'vpn/status',
];
const readGroupsWithLogin = ['dhcp/', 'wlan/'];
const writesWithoutLogin = [
  'user/login',
  'user/challenge_login',
  'user/authentication_login',
  'host/info',
  'language/current-language',
  'device/basic_information',
  'device/restore-default',
  'global/storage-getitem',
];

/** Whether the call is open to everybody; `path` as in `sms/sms-count`. */
export function isOpen(method: string, path: string): boolean {
  if (method === 'POST') return writesWithoutLogin.includes(path);
  return !readsWithLogin.includes(path) && !readGroupsWithLogin.some((group) => path.startsWith(group));
}
