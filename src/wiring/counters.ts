import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { partsOf } from '../domain/conversion.ts';
import type { LineReport } from '../domain/line-report.ts';
import type { ReceiveReceipt } from '../domain/message.ts';
import { microsPerUnit } from '../domain/money.ts';
import type { AttemptOutcome } from '../store/outbox.ts';
import { LineGauges } from './line-gauges.ts';

/** Seconds. Bounds around the promise: a code is everywhere within a second. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the stages count. Labels name adapters and outcomes, never a text, a code or a number. */
export class Counters {
  readonly registry = new Registry();
  readonly #received = new Counter({
    name: 'keypigeon_messages_total',
    help: 'Texts taken by receive(), by outcome',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly #receiving = new Histogram({
    name: 'keypigeon_receive_seconds',
    help: 'From a text at the door to its commit',
    buckets,
    registers: [this.registry],
  });
  readonly #attempts = new Counter({
    name: 'keypigeon_attempts_total',
    help: 'Tries of deliveries, by destination and outcome',
    labelNames: ['destination', 'outcome'],
    registers: [this.registry],
  });
  readonly #settled = new Counter({
    name: 'keypigeon_deliveries_total',
    help: 'Deliveries that ended, by destination and state',
    labelNames: ['destination', 'state'],
    registers: [this.registry],
  });
  readonly #sending = new Histogram({
    name: 'keypigeon_attempt_seconds',
    help: 'Duration of a try, by destination',
    labelNames: ['destination'],
    buckets,
    registers: [this.registry],
  });
  readonly #queue = new Gauge({
    name: 'keypigeon_deliveries_open',
    help: 'Deliveries in memory that are not settled, by destination',
    labelNames: ['destination'],
    registers: [this.registry],
  });
  readonly #health = new Gauge({
    name: 'keypigeon_adapter_up',
    help: '1 while the adapter is ok or degraded, else 0',
    labelNames: ['role', 'adapter', 'kind'],
    registers: [this.registry],
  });

  readonly #sends = new Counter({
    name: 'keypigeon_sends_total',
    help: 'Codes of apps, and other texts of lines, that left, by kind of channel and the line or provider',
    labelNames: ['kind', 'by'],
    registers: [this.registry],
  });
  readonly #money = new Counter({
    name: 'keypigeon_send_cost_total',
    help: 'What they cost by the price table, in the currency of the hub',
    labelNames: ['kind', 'by'],
    registers: [this.registry],
  });
  readonly #alarms = new Counter({
    name: 'keypigeon_verification_alarms_total',
    help: 'Blocks of countries and beginnings of numbers, and alarms of wrong codes, by app',
    labelNames: ['app', 'scope'],
    registers: [this.registry],
  });
  readonly #tests = new Counter({
    name: 'keypigeon_line_tests_total',
    help: 'Texts of line tests, by route and what became of them',
    labelNames: ['canary', 'line', 'via', 'outcome'],
    registers: [this.registry],
  });
  readonly #testDelay = new Histogram({
    name: 'keypigeon_line_test_seconds',
    help: 'From a text of a line test that leaves to its arrival, by route',
    labelNames: ['canary', 'line', 'via'],
    buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 900],
    registers: [this.registry],
  });
  readonly #testArrives = new Gauge({
    name: 'keypigeon_line_test_arrives',
    help: '1 while the last text of a line test arrived, 0 while it is lost',
    labelNames: ['canary', 'line', 'via'],
    registers: [this.registry],
  });

  readonly #lines = new LineGauges(this.registry);

  countReceived(receipt: ReceiveReceipt, tookMs: number): void {
    this.#received.inc({ outcome: receipt.outcome });
    this.#receiving.observe(tookMs / 1000);
  }

  countOutcome(outcome: AttemptOutcome, tookMs: number): void {
    const destination = outcome.destinationId;
    if (outcome.attempt !== null) {
      this.#attempts.inc({ destination, outcome: outcome.attempt.outcome });
      this.#sending.observe({ destination }, tookMs / 1000);
    }
    if (outcome.settledAt !== null) this.#settled.inc({ destination, state: outcome.state });
  }

  countSend({ kind, payer: by, costMicros }: { kind: string; payer: string; costMicros: number | null }): void {
    this.#sends.inc({ kind, by });
    if (costMicros !== null) this.#money.inc({ kind, by }, costMicros / microsPerUnit);
  }

  countTest(run: { canary_id: string; line_id: string; via: string; state: string; delayMs: number | null }): void {
    const labels = { canary: run.canary_id, line: run.line_id, via: run.via };
    this.#tests.inc({ ...labels, outcome: run.state });
    if (run.delayMs !== null) this.#testDelay.observe(labels, run.delayMs / 1000);
    if (run.state === 'arrived' || run.state === 'lost') this.#testArrives.set(labels, run.state === 'arrived' ? 1 : 0);
  }

  countAlarms(alarms: readonly { key: string }[]): void {
    for (const { scope, appId: app } of alarms.map(({ key }) => partsOf(key))) this.#alarms.inc({ app, scope });
  }

  /** Prometheus text, with the gauges as they stand now. */
  async render(now: {
    queues: { destinationId: string; held: number }[];
    adapters: { role: string; id: string; kind: string; up: boolean }[];
    lines: LineReport[];
    /** Milliseconds since the epoch. */
    now: number;
  }): Promise<{ contentType: string; text: string }> {
    this.#queue.reset();
    this.#health.reset();
    for (const { destinationId, held } of now.queues) this.#queue.set({ destination: destinationId }, held);
    for (const { role, id, kind, up } of now.adapters) this.#health.set({ role, adapter: id, kind }, up ? 1 : 0);
    this.#lines.show(now.lines, now.now);
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
