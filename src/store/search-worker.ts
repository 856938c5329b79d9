// Runs in a thread of its own: reads and decrypts what a search looks at, so that nothing else waits for it. Several
// searches take turns, slice by slice.
import { parentPort, workerData } from 'node:worker_threads';
import { systemRandom } from '../support/random.ts';
import { Keyring } from './keyring.ts';
import { openReading } from './open-store.ts';
import { runSearch, type SearchAnswer, type SearchCall, type SearchThreadData } from './search-calls.ts';

const { place, keys } = workerData as SearchThreadData;
const keyring = new Keyring(keys, systemRandom);
const database = await openReading(place);

const answer = (message: SearchAnswer) => parentPort?.postMessage(message);

parentPort?.on('message', (call: 'close' | (SearchCall & { id: number })) => {
  if (call === 'close') {
    void database.close().finally(() => parentPort?.close());
    return;
  }
  runSearch(database, keyring, call).then(
    (result) => answer({ id: call.id, result }),
    (error: unknown) => answer({ id: call.id, trouble: error instanceof Error ? error.message : 'unknown' }),
  );
});
