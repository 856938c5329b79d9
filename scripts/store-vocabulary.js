// Stores the words of all languages in the form in which the program looks for them, so that the first text need not
// wait for that; `npm ci` calls this. Without it everything works the same, with a first text that is slower.
//
//   npm run vocabulary     after a change to src/extraction/languages
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import process from 'node:process';

// An older Node cannot read TypeScript; it cannot run the program either, and says so then.
if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { compileVocabulary } = await import('../src/extraction/compile-vocabulary.ts');
  const { packVocabulary, storedVocabulary } = await import('../src/extraction/stored-vocabulary.ts');
  const unfinished = new URL(`${storedVocabulary.href}.${process.pid}`);
  mkdirSync(new URL('.', storedVocabulary), { recursive: true });
  writeFileSync(unfinished, packVocabulary(compileVocabulary()));
  renameSync(unfinished, storedVocabulary);
}
