// Runs in a thread of its own: copies the write-ahead log into the database file, whose syncs take up to some hundred
// milliseconds on a slow disk and would hold up every text meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import SQLite from 'better-sqlite3';

/** Pages of the log (4 KiB each) from which it is cut back, which keeps the writer waiting for a moment. */
const cutBackPages = 16_384;

const database = new SQLite((workerData as { file: string }).file);
database.pragma('synchronous = FULL');
database.pragma('busy_timeout = 1000');
database.pragma('wal_autocheckpoint = 0');

parentPort?.on('message', (wish: 'copy' | 'close') => {
  if (wish === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  try {
    // PASSIVE waits for nobody and keeps nobody waiting.
    const [result] = database.pragma('wal_checkpoint(PASSIVE)') as { log: number }[];
    if ((result?.log ?? 0) > cutBackPages) database.pragma('wal_checkpoint(RESTART)');
  } catch {
    // A full disk, say: the log keeps everything until the next try.
  } finally {
    parentPort?.postMessage('done');
  }
});
