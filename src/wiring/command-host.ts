import { type ReferenceTargets, resolveReferences } from '../config/references.ts';
import { CommandTopic, type CommandTopicParts } from '../sending/command-topic.ts';
import type { Health } from '../sources/source.ts';
import type { StoredConfiguration } from '../store/configuration.ts';
import { failingHealth } from './health.ts';

/** The topic of commands of the configuration, while there is one. */
export class CommandHost {
  readonly #targets: ReferenceTargets;
  readonly #parts: CommandTopicParts;
  #topic: CommandTopic | null = null;
  #signature = '';
  /** Why it could not be opened. */
  #broken: Health | null = null;

  constructor(targets: ReferenceTargets, parts: CommandTopicParts) {
    this.#targets = targets;
    this.#parts = parts;
  }

  async apply({ commands: { mqtt }, defaultRegion }: StoredConfiguration): Promise<void> {
    const signature = JSON.stringify([mqtt, defaultRegion]);
    if (signature === this.#signature) return;
    await this.close();
    if (mqtt === null) return;
    try {
      const settings = resolveReferences(mqtt, this.#targets, 'commands.mqtt');
      this.#topic = new CommandTopic({ ...settings, defaultRegion: defaultRegion ?? undefined }, this.#parts);
      this.#topic.start();
      this.#signature = signature;
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the topic of commands cannot be listened to');
      this.#broken = failingHealth(error instanceof Error ? error.message : String(error), this.#parts.clock.now());
    }
  }

  /** null: none is configured. */
  health(): Health | null {
    return this.#broken ?? this.#topic?.health() ?? null;
  }

  async close(): Promise<void> {
    await this.#topic?.close();
    this.#topic = null;
    this.#broken = null;
    this.#signature = '';
  }
}
