/** `2026-11-22 08:00 UTC` */
export function clockTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `3 days ago`, `5 weeks ago`; from a day on. */
export function ago(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  if (days < 14) return days === 1 ? '1 day ago' : `${days} days ago`;
  return `${Math.floor(days / 7)} weeks ago`;
}
