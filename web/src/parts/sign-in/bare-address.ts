/** Is it an IP address, as `location.hostname` has it? A passkey is never bound to one (WebAuthn Level 3 §5.1.2). */
export function isBareAddress(hostname: string): boolean {
  return /^\[.*\]$/.test(hostname) || /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname);
}
