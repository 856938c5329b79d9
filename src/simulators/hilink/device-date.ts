/** `YYYY-MM-DD HH:MM:SS` as a device in that zone shows it: without a zone. */
export function formatDeviceDate(at: number, zoneOffsetMinutes: number): string {
  return new Date(at + zoneOffsetMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}
