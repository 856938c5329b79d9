import type { Candidate } from './candidates.ts';
import { endingAt } from './hits.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import type { Scoring } from './scoring.ts';

const colon = 58;
const space = 32;

/** Before a number that is not to be typed in, with at most one word between. */
const not =
  /(?:^|[^\p{L}])(?:(?:do not|don'?t|dont|never|not|ne|n'|nicht|non|nao|niet|ikke|inte|nie|nu|не|nem|ala|mos|jangan|dung|لا)(?: \p{L}+){0,2}|no \p{L}{3,}) ?$|(?:不要|别|別|请勿|請勿|勿)(?:输入|輸入|填|用|按) ?$/u;
const longestNot = 28;

/** `Do not enter 00000, …, the PIN is 88214`: where there is another number, this is not the one. */
export function isForbidden(candidate: Candidate, { candidates, reading }: Scoring): boolean {
  const { start, end } = candidate;
  if (candidate.form !== 'digits' || !candidates.some((one) => one.start > end && one.form === 'digits')) return false;
  const before = reading.folded.text.slice(Math.max(0, start - longestNot), start);
  const said = not.exec(before)?.[0];
  if (said === undefined) return false;
  // `Not you? 481920`, `do not share: 481920`
  return !reading.hits.some(
    (hit) => hit.role === role.warning && hit.end > start - said.length && hit.start < start && hit.end <= start,
  );
}

/** `Delivery code of parcel 40218830 : 92751`: the number before the colon tells what the code is for. */
export function isPointer({ start, end, form }: Candidate, { folded, hits }: Reading): boolean {
  const next = folded.units[end];
  if (
    form !== 'digits' ||
    (next !== colon && next !== space) ||
    !/^(?: ?:| -) ?\d{4,8}(?![\d.,:/-])/.test(folded.text.slice(end, end + 12))
  )
    return false;
  const before = folded.text.charAt(start - 1) === ' ' ? start - 1 : start;
  return [role.code, role.weakCode, role.otherNumber].some((one) => endingAt(hits, before, one) !== null);
}

const longestSending = 64;
/** A verb of sending or a message, and who it comes from; no colon between. */
const sentFrom =
  /(?:sen[dt]\b|deliver|message|nachricht|mensaje|mensagem|messaggio|bericht|wiadomos|mesaj|zprav|sprav|сообщени|повідомлен|llegara|chegara|envoye|enviad|inviat|gesendet|wysla|poslan|отправлен|надіслан)[^\d.:;!?\n]{0,16}(?<!\b(?:is|est|es|e|ist|to) )(?<= )(?:from|by|von|durch|de|par|da|dal|od|van|от|з|від) $/;
const sentBehind = /^ (?:gesendet|geschickt|verschickt|zugesandt|verzonden|gestuurd)(?![a-z])/;

/** `Your code will be sent in a separate message from 72975.`: the number that a message comes from. */
export function isSenders({ start, end, form }: Candidate, { folded: { text } }: Reading): boolean {
  if (form !== 'digits') return false;
  const before = text.slice(Math.max(0, start - longestSending), start);
  return (
    sentFrom.test(before) || (/ (?:von|durch|van|door) $/.test(before) && sentBehind.test(text.slice(end, end + 16)))
  );
}

const paid =
  /\b(?:you (?:have )?(?:paid|sent|received|bought|withdr[ae]w)|(?:paid|sent) to|received|umelipa|umetuma|umepokea|umetoa|imetumwa|vous avez (?:paye|envoye|recu)|pagou|enviou|recebeu|ha pagado|has? enviado|recibio|confirmed|imethibitishwa)\b/;
const balance = /\b(?:balance|bal|salio|solde|saldo)\b/;

/** `Transaction code QK4820193X: you paid … New balance …`: it names what is done. */
export function isReceipt({ form, value }: Candidate, { folded }: Reading): boolean {
  return (
    (form === 'mixed' || form === 'digits') &&
    value.length >= 8 &&
    /^[A-Z\d]+$/.test(value) &&
    balance.test(folded.text) &&
    paid.test(folded.text)
  );
}
