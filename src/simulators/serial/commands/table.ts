import type { Modem } from '../modem.ts';
import { card, iccidHandler } from './card.ts';
import { general } from './general.ts';
import type { Handler } from './handler.ts';
import { indication } from './indication.ts';
import { network } from './network.ts';
import { sending } from './sending.ts';
import { storage } from './storage.ts';

const handlers = new Map<string, Handler>(
  Object.entries({ ...general, ...card, ...network, ...storage, ...indication, ...sending }),
);

/** What answers a command; undefined for one that the device does not know. */
export function findHandler(name: string, { traits }: Modem): Handler | undefined {
  if (name === traits.iccidCommand) return iccidHandler;
  const isHuawei = traits.manufacturer !== 'Quectel' && traits.manufacturer !== 'Cinterion';
  if (name.startsWith('^') && !isHuawei) return undefined;
  return handlers.get(name);
}
