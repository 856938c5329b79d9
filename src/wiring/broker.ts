import type { BrokerSetting } from '../config/configuration.ts';
import { type ReferenceTargets, resolveReferences } from '../config/references.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../destinations/embedded-broker.ts';
import type { Logger } from '../support/logger.ts';

/** The broker of the configuration while there is one; a broker that cannot start is logged and tried at the next change. */
export class BrokerHost {
  readonly #targets: ReferenceTargets;
  readonly #log: Logger;
  #broker: EmbeddedBroker | null = null;
  #signature = 'null';

  constructor(targets: ReferenceTargets, log: Logger) {
    this.#targets = targets;
    this.#log = log;
  }

  async apply(setting: BrokerSetting | null): Promise<void> {
    const signature = JSON.stringify(setting);
    if (signature === this.#signature) return;
    await this.close();
    if (setting === null) return;
    try {
      this.#broker = await startEmbeddedBroker({
        ...resolveReferences(setting, this.#targets, 'broker'),
        log: this.#log,
      });
      this.#signature = signature;
    } catch (error) {
      this.#log.error({ err: error }, 'the embedded broker did not start');
    }
  }

  async close(): Promise<void> {
    await this.#broker?.close();
    this.#broker = null;
    this.#signature = 'null';
  }
}
