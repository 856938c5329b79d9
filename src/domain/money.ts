/** Money is counted in millionths of the unit of the hub's currency: texts cost fractions of a cent. */
export const microsPerUnit = 1_000_000;
/** More than any send costs, and far below what a number holds exactly. */
const mostUnits = 1_000_000;

/** Reads `0.0079` as 7,900 millionths; undefined: no amount of at most 1,000,000 with at most six decimals. */
export function readMoney(text: string): number | undefined {
  const [, units = '', decimals = ''] = /^(\d{1,7})(?:\.(\d{1,6}))?$/.exec(text.trim()) ?? [];
  if (units === '') return undefined;
  const micros = Number(units) * microsPerUnit + Number(decimals.padEnd(6, '0'));
  return micros <= mostUnits * microsPerUnit ? micros : undefined;
}

/** `0.0079` for 7,900 millionths: all decimals that say something, at least two. */
export function writeMoney(micros: number): string {
  const whole = Math.trunc(Math.abs(micros) / microsPerUnit);
  const decimals = String(Math.abs(micros) % microsPerUnit).padStart(6, '0');
  const shown = decimals.slice(0, 2) + decimals.slice(2).replace(/0+$/, '');
  return `${micros < 0 ? '-' : ''}${whole}.${shown}`;
}
