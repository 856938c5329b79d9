/**
 * How times and numbers are written: the browser owner's first locale of the language, such as `en-GB`. Tags that `Intl`
 * refuses are left out: a Chromium that runs without a locale reports `en-US@posix`, which is none (BCP 47).
 */
export function localeFor(language: string, tags: readonly string[]): string {
  return tags.find((tag) => tag.split('-')[0] === language && isLocale(tag)) ?? language;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
