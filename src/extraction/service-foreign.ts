import { firstFrom } from './hits.ts';
import { place } from './place.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import type { NameReader } from './service-name.ts';

/** What follows in a text is no more its sender's. */
const longestRead = 480;
/** As many words are looked at. */
const mostRuns = 16;
/** Latin letters in every script's texts that name no sender. */
const technical = new Set(
  (
    'otp sms pin tan tac app id ref ip url usd eur aed sar irr kwd qar egp ils uzs kzt web wifi wi-fi android ios iphone ' +
    'ipad windows mac chrome safari edge firefox code password login email e-mail sim esim pdf qr gps mms call hi hello ok ' +
    'dear customer user no nr tel am pm gmt utc utr upi imei via http https www com stop help info max min s h x rs inr thb'
  ).split(' '),
);
/** Written with a capital for courtesy, or as every noun is. */
const courtesies = new Set(
  (
    'sie ihr ihre ihren ihrem ihrer ihnen anda sizin siz vi vas vam vaš vaše vašu você te tu i u de dem deres din dvs ' +
    'вы вас вам ваш ваша ваше вами ви вашого вашої ви jums jūs jūsų jus teie te ön önnek codul codice code pin otp sms sim app ' +
    'id ip url atm nfc usd eur gbp ref rs inr ngn kes tzs ugx ghs zar idr myr rp pkr ksh sh hi dear hello ok no pls android ' +
    'monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag ' +
    'iphone ipad ios windows mac chrome safari edge firefox wifi internet sir madam mr mrs ms utc gmt cet ist am pm'
  ).split(' '),
);

/** A word in Latin letters where the text has another script: hardly anything but a brand is left in them. */
export function findForeignName(reading: Reading, accept: NameReader): string | null {
  const { folded } = reading;
  let others = 0;
  let latin = 0;
  const limit = Math.min(folded.units.length, longestRead);
  for (let index = 0; index < limit; index += 1) {
    const here = folded.places[index] ?? 0;
    if (here === place.latin) latin += 1;
    else if (here > place.latin) others += 1;
  }
  if (latin < 2 || others <= latin) return null;
  const runs = folded.text.slice(0, limit).matchAll(/[a-z][a-z\d.+&-]*(?: [a-z][a-z\d+&-]*){0,2}/g);
  let looked = 0;
  for (const { 0: run, index } of runs) {
    looked += 1;
    if (looked > mostRuns) return null;
    const end = index + run.replace(/[.-]+$/, '').length;
    if (run.length < 3 || run.split(' ').some((word) => technical.has(word))) continue;
    if (!isFree(reading, index, end)) continue;
    const name = accept(index, end) ?? folded.original.slice(folded.origins[index], folded.origins[end]);
    return name;
  }
  return null;
}

/** `… on Blocket`, `… fiók Foxposton`: a capital inside a sentence, behind a preposition or the only one. */
export function findPlacedName(reading: Reading, accept: NameReader): string | null {
  const { folded } = reading;
  const { original } = folded;
  // Where all is in capitals, a capital says nothing.
  if (!/\p{Ll}{3}/u.test(original.slice(0, longestRead))) return null;
  const runs = original
    .slice(0, longestRead)
    .matchAll(/ (\p{Lu}[\p{L}\p{N}+&’'-]+(?:\.\p{Ll}{2,3}(?!\p{L}))?(?: \p{Lu}[\p{L}\p{N}+&’'-]*){0,2})/gu);
  let only: string | null = null;
  let found = 0;
  for (const match of runs) {
    const [whole, run = ''] = match;
    const before = original.slice(original.lastIndexOf(' ', match.index - 1) + 1, match.index);
    found += 1;
    if (found > mostRuns) break;
    // In the middle of a sentence, and not the second of two capitals.
    if (!/^(?:[\p{Ll}’']+|4)$|,$/u.test(before)) continue;
    if (run.split(' ').some((word) => courtesies.has(word.toLowerCase()))) continue;
    const from = firstOrigin(folded.origins, match.index + whole.length - run.length);
    const end = firstOrigin(folded.origins, match.index + whole.length);
    if (!isFree(reading, from, end)) continue;
    const name = accept(from, end);
    if (name === null) continue;
    if (prepositions.has(before)) return name;
    only = only === null || only === name ? name : '';
  }
  return only === '' ? null : only;
}

/** Before a place, a sender or an aim. */
const prepositions = new Set(
  (
    'on at for from by in into to with via 4 of your ur my bei für von auf an mit zu im vom beim sur chez de du à avec pour par ' +
    'en con por para di da su per nel dal em no na do pela pelo op bij van voor met på i hos fra från till til av för ved ' +
    'sivustolla palvelussa w na do z od przez dla ve v u k ke od pro pri za sa s az a la pe din cu pentru în ' +
    'на в у от с для до із від з од во за се και στο στη στην από για di ke dari oleh pada dengan untuk sa ng mula kwa ya katika ' +
    'a ga da voor by op vir ku ar agus le go ag i gan gyda ar tại của từ với cho trên'
  ).split(' '),
);

function isFree({ hits, addresses }: Reading, start: number, end: number): boolean {
  if (addresses.some((address) => start < address.end && end > address.start)) return false;
  for (let at = firstFrom(hits, start); at < hits.length && (hits[at]?.start ?? 0) < end; at += 1) {
    const one = hits[at]?.role;
    if (one !== undefined && one !== role.service && one !== role.behindService && one !== role.beforeService)
      return false;
  }
  return true;
}

/** The folded unit that an original one became. */
function firstOrigin(origins: Int32Array, wanted: number): number {
  let low = 0;
  let high = origins.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((origins[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
