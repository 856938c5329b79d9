import type { Step } from '../domain/step.ts';
import type { StoreSettings } from '../store/open-store.ts';
import type { Clock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import type { MachineView } from './finder.ts';

export interface HubSettings extends StoreSettings {
  /** What `${NAME}` in the configuration stands for. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Provisioning file that is applied at start; null: the store's configuration as it is. */
  configFile: string | null;
  /** Overrides the configuration's `publicUrl`. */
  publicUrl: string | null;
}

export interface HubTools {
  clock?: Clock;
  random?: RandomBytes;
  log: Logger;
  /** Told at each step of a message's way. */
  onStep?: (step: Step) => void;
  /** Where sticks and modems are looked for; default is this machine. */
  machine?: MachineView;
}
