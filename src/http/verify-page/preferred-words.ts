import { findWords, wordsFor } from '../../verification/words/languages.ts';
import type { Words } from '../../verification/words/words.ts';

const mostAsked = 20;

/** The first language that a browser prefers and that there are words in (RFC 9110 §12.5.4), else English. */
export function preferredWords(acceptLanguage: string | undefined): Words {
  const asked = (acceptLanguage ?? '').split(',', mostAsked).map((one) => {
    const [tag = '', ...more] = one.split(';').map((part) => part.trim());
    const weight = Number(more.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    return { tag, weight: Number.isNaN(weight) ? 0 : weight };
  });
  const inOrder = asked.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  return inOrder.map(({ tag }) => findWords(tag)).find((words) => words !== undefined) ?? wordsFor('en');
}
