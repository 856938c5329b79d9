import type { LineState } from './line-state.ts';
import type { Memory } from './memory.ts';
import type { Modem } from './modem.ts';
import type { Places } from './places.ts';
import type { WholeTexts } from './whole-texts.ts';

export interface RoomOptions {
  modem: Pick<Modem, 'memories'>;
  memory: Memory;
  places: Places;
  texts: WholeTexts;
  state: LineState;
}

/**
 * A full memory receives nothing. What was there before us goes when half of it is taken, and parts that are kept here
 * when three quarters are. true: one is full and nothing in it may be deleted.
 */
export function makeRoom({ modem, memory, places, texts, state }: RoomOptions): boolean {
  let storageUsed = 0;
  let storageTotal = 0;
  let isFull = false;
  const memories = modem.memories.names.map((name) => ({
    name,
    ...(modem.memories.usage.get(name) ?? { used: 0, total: 0 }),
  }));
  for (const { name, used, total } of memories) {
    storageUsed += used;
    storageTotal += total;
    isFull ||= total > 0 && used >= total;
    if (used * 4 >= total * 3) texts.makeRoom();
    let surplus = used - Math.floor(total / 2);
    for (const { slot, key, state: held } of places.all()) {
      if (surplus <= 0) break;
      if (slot.memory !== name || held !== 'stays' || !memory.isStoredOld(key)) continue;
      places.set(slot, 'stored');
      surplus -= 1;
    }
  }
  state.update({ storageUsed, storageTotal, memories });
  return isFull && places.deletable(1).length === 0;
}
