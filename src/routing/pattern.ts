import { RE2JS } from 're2js';
import { KeypigeonError } from '../domain/errors.ts';

/** Longer expressions than this are a mistake. */
const longestPattern = 2000;

const lookAround = /\(\?<?[=!]/;
const noLookAround = 'look-ahead and look-behind are not offered; use two conditions or two routes instead';

/**
 * Compiles a regular expression that a user wrote, in RE2 syntax: time is linear in the text whatever the expression.
 * The answer says whether it is found anywhere in a string.
 *
 * @throws KeypigeonError `invalid-configuration`, one line
 */
export function compilePattern(source: string): (input: string) => boolean {
  if (source.length > longestPattern) throw refuse(`expected at most ${longestPattern} characters`);
  try {
    const compiled = RE2JS.compile(source);
    return (input) => compiled.matcher(input).find();
  } catch (error) {
    throw refuse(
      lookAround.test(source)
        ? noLookAround
        : String(error instanceof Error ? error.message : error).replace(/^error parsing regexp: /, ''),
    );
  }
}

function refuse(why: string): KeypigeonError {
  return new KeypigeonError('invalid-configuration', `This is not a regular expression in RE2 syntax: ${why}`);
}
