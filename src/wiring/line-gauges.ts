import { Gauge, type Registry } from 'prom-client';
import type { LineReport } from '../domain/line-report.ts';
import type { LineStatus } from '../domain/line-status.ts';

const secondsPerMs = 1 / 1000;

interface Fact {
  name: string;
  help: string;
  /** null: not known, so it is not shown. */
  read(status: LineStatus, now: number): number | null;
}

const facts: Fact[] = [
  {
    name: 'keypigeon_line_registered',
    help: '1 while the SIM is on a network, else 0',
    read: ({ registration }) => isRegistered(registration),
  },
  {
    name: 'keypigeon_line_sim_ready',
    help: '1 while the SIM can be used, else 0',
    read: ({ sim }) => (sim === null || sim === 'unknown' ? null : Number(sim === 'ready')),
  },
  {
    name: 'keypigeon_line_signal_dbm',
    help: 'Received signal strength in dBm',
    read: ({ signalDbm }) => signalDbm,
  },
  {
    name: 'keypigeon_line_storage_used',
    help: 'Places for texts in the device that are taken',
    read: ({ storageUsed }) => storageUsed,
  },
  {
    name: 'keypigeon_line_storage_total',
    help: 'Places for texts in the device',
    read: ({ storageTotal }) => storageTotal,
  },
  {
    name: 'keypigeon_line_last_text_age_seconds',
    help: 'Time since the last text came to the line',
    read: ({ lastTextAt }, now) => (lastTextAt === null ? null : Math.max(0, now - lastTextAt) * secondsPerMs),
  },
];

/** How the lines are, for Prometheus. Labels are ids of the configuration, never a number or what names a SIM. */
export class LineGauges {
  readonly #facts: { fact: Fact; gauge: Gauge }[];
  readonly #trouble: Gauge;

  constructor(registry: Registry) {
    const common = { labelNames: ['line'], registers: [registry] };
    this.#facts = facts.map((fact) => ({ fact, gauge: new Gauge({ name: fact.name, help: fact.help, ...common }) }));
    this.#trouble = new Gauge({
      name: 'keypigeon_line_trouble',
      help: '1 for each trouble of a line that was told and has not ended',
      labelNames: ['line', 'source', 'trouble'],
      registers: [registry],
    });
  }

  show(reports: readonly LineReport[], now: number): void {
    for (const { fact, gauge } of this.#facts) {
      gauge.reset();
      for (const { line, status } of reports) {
        const value = fact.read(status, now);
        if (value !== null) gauge.set({ line: line.id }, value);
      }
    }
    this.#trouble.reset();
    for (const { line, troubles } of reports) {
      for (const { sourceId, trouble } of troubles) this.#trouble.set({ line: line.id, source: sourceId, trouble }, 1);
    }
  }
}

function isRegistered(registration: LineStatus['registration']): number | null {
  if (registration === null || registration === 'unknown') return null;
  return Number(registration === 'home' || registration === 'roaming');
}
