import { cpus, loadavg } from 'node:os';

/** One measured figure beside its bar. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** Largest (or smallest) value that is good enough; null: for information. */
  bar: { most: number } | { least: number } | null;
}

export interface Result {
  benchmark: string;
  figures: Figure[];
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: number[]): number {
  return percentile(values, 0.5);
}

/** What else the machine had to do: figures of a busy machine say little. */
export function machine(): string {
  const [one, five] = loadavg();
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, load ${one?.toFixed(2)} (1 min) ${five?.toFixed(2)} (5 min), Node ${process.version}`;
}

export function toTable({ benchmark, figures }: Result): string {
  const rows = figures.map((figure) => {
    const value = `${Number(figure.value.toPrecision(4))} ${figure.unit}`;
    return `  ${figure.what.padEnd(62)} ${value.padStart(16)}   ${barWords(figure)}`;
  });
  return [benchmark, ...rows].join('\n');
}

function barWords({ bar, value, unit }: Figure): string {
  if (bar === null) return '';
  if ('most' in bar) return `${value <= bar.most ? 'ok' : 'MISSED'} (at most ${bar.most} ${unit})`;
  return `${value >= bar.least ? 'ok' : 'MISSED'} (at least ${bar.least} ${unit})`;
}
