import { type Item, saveItem } from '../../api/configuration.ts';
import { isSetSecret } from '../../forms/value.ts';

const notSettings = ['id', 'provisioned', 'revision'];

/** Changes some settings of a source; the others, and its other secrets, stay as they are. */
export async function changeSource(source: Item, changes: Record<string, unknown>): Promise<void> {
  const kept = Object.entries(source).filter(([name, value]) => !notSettings.includes(name) && !isSetSecret(value));
  await saveItem('sources', source.id, { ...Object.fromEntries(kept), ...changes }, source.revision);
}
