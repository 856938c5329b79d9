import { type ReferenceTargets, resolveReferences } from '../config/references.ts';
import { CommandTopic, type CommandTopicParts } from '../sending/command-topic.ts';
import type { StoredConfiguration } from '../store/configuration.ts';

/** The topic of commands of the configuration, while there is one. */
export class CommandHost {
  readonly #targets: ReferenceTargets;
  readonly #parts: CommandTopicParts;
  #topic: CommandTopic | null = null;
  #signature = '';

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
    }
  }

  async close(): Promise<void> {
    await this.#topic?.close();
    this.#topic = null;
    this.#signature = '';
  }
}
