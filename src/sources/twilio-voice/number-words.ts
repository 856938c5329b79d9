/** How one language speaks digits and numbers below 100. Data: corrected without reading code. */
interface NumberWords {
  /** Spoken forms of 0 to 9, all that are in use. */
  digits: readonly (readonly string[])[];
  /** Spoken forms of 10 to 99 → value, where robots speak pairs of digits. */
  pairs?: ReadonlyMap<string, number>;
  /** `double four` is 44. */
  twice?: readonly string[];
  thrice?: readonly string[];
  /** Right behind a number they make it a span of time. */
  units: readonly string[];
}

const list = (words: string) => words.split(' ');
/** `a/b c` → [['a', 'b'], ['c']] */
const forms = (words: string) => list(words).map((one) => one.split('/'));

/** 10 to 99 of a language with words for the tens and one word or two for what is between. */
function pairsOf(teens: string, tens: string, join: (ten: string, digit: number) => string[]): Map<string, number> {
  const pairs = new Map<string, number>();
  for (const [index, words] of forms(teens).entries()) for (const word of words) pairs.set(word, 10 + index);
  for (const [index, words] of forms(tens).entries()) {
    for (const ten of words) {
      pairs.set(ten, 20 + 10 * index);
      for (let digit = 1; digit <= 9; digit += 1)
        for (const word of join(ten, digit)) pairs.set(word, 20 + 10 * index + digit);
    }
  }
  return pairs;
}

const english = forms('zero/oh/nought/naught one two three four five six seven eight nine/niner');
const german = forms('null eins/ein zwei/zwo drei vier fünf sechs sieben acht neun');
const spanish = forms('cero uno/un dos tres cuatro cinco seis siete ocho nueve');
const french = forms('zéro un/une deux trois quatre cinq six sept huit neuf');
const italian = forms('zero uno/un due tre quattro cinque sei sette otto nove');
const portuguese = forms('zero um/uma dois/duas três/tres quatro cinco seis/meia sete oito nove');

const first = (digits: string[][], digit: number) => digits[digit]?.[0] ?? '';
const frenchTeens = list('dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf').map((word) =>
  word.replaceAll('-', ' '),
);

function frenchPairs(): Map<string, number> {
  const pairs = pairsOf(
    'dix onze douze treize quatorze quinze seize',
    'vingt trente quarante cinquante soixante',
    (ten, digit) => (digit === 1 ? [`${ten} et un`, `${ten} et une`] : [`${ten} ${first(french, digit)}`]),
  );
  for (const [index, teen] of frenchTeens.entries()) {
    pairs.set(teen, 10 + index);
    pairs.set(index === 1 ? 'soixante et onze' : `soixante ${teen}`, 70 + index);
    pairs.set(`quatre vingt ${teen}`, 90 + index);
    if (index > 0) pairs.set(`quatre vingt ${first(french, index)}`, 80 + index);
  }
  return pairs.set('quatre vingts', 80).set('quatre vingt', 80);
}

/** By the language alone (`en`, not `en-GB`). */
export const numberWords: Readonly<Record<string, NumberWords>> = {
  en: {
    digits: english,
    pairs: pairsOf(
      'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
      'twenty thirty forty/fourty fifty sixty seventy eighty ninety',
      (ten, digit) => [`${ten} ${first(english, digit)}`],
    ),
    twice: ['double'],
    thrice: ['triple', 'treble'],
    units: list('second seconds minute minutes hour hours day days'),
  },
  de: {
    digits: german,
    pairs: pairsOf(
      'zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
      'zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig',
      (ten, digit) => [`${digit === 1 ? 'ein' : first(german, digit)}und${ten}`],
    ),
    twice: ['doppel'],
    units: list('sekunde sekunden minute minuten stunde stunden tag tage'),
  },
  es: {
    digits: spanish,
    pairs: pairsOf(
      'diez once doce trece catorce quince dieciséis/dieciseis diecisiete dieciocho diecinueve',
      'veinte/veinti treinta cuarenta cincuenta sesenta setenta ochenta noventa',
      (ten, digit) =>
        ten === 'veinti'
          ? [
              `veinti${first(spanish, digit)}`,
              ['', 'veintiún', 'veintidós', 'veintitrés', '', '', 'veintiséis'][digit] ||
                `veinti${first(spanish, digit)}`,
            ]
          : [`${ten} y ${first(spanish, digit)}`],
    ),
    twice: ['doble'],
    thrice: ['triple'],
    units: list('segundo segundos minuto minutos hora horas día días'),
  },
  fr: {
    digits: french,
    pairs: frenchPairs(),
    twice: ['double'],
    thrice: ['triple'],
    units: list('seconde secondes minute minutes heure heures jour jours'),
  },
  it: {
    digits: italian,
    pairs: pairsOf(
      'dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove',
      'venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
      (ten, digit) => [
        `${digit === 1 || digit === 8 ? ten.slice(0, -1) : ten}${digit === 3 ? 'tré' : first(italian, digit)}`,
        `${ten}${first(italian, digit)}`,
      ],
    ),
    twice: ['doppio'],
    units: list('secondo secondi minuto minuti ora ore giorno giorni'),
  },
  pt: {
    digits: portuguese,
    pairs: pairsOf(
      'dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove',
      'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa',
      (ten, digit) => [`${ten} e ${first(portuguese, digit)}`],
    ),
    twice: ['duplo'],
    units: list('segundo segundos minuto minutos hora horas dia dias'),
  },
  nl: {
    digits: forms('nul een/één twee drie vier vijf zes zeven acht negen'),
    twice: ['dubbel'],
    units: list('seconde seconden minuut minuten uur dag dagen'),
  },
  pl: {
    digits: forms('zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć'),
    units: list('sekund sekundy minut minuty minutę godzin godziny godzinę dni'),
  },
  ru: {
    digits: forms('ноль/нуль один/одна два/две три четыре пять шесть семь восемь девять'),
    units: list('секунд секунды минут минуты минуту часа часов час дней'),
  },
  uk: {
    digits: forms('нуль один/одна два/дві три чотири п’ять/пять шість сім вісім дев’ять/девять'),
    units: list('секунд секунди хвилин хвилини хвилину години годин днів'),
  },
  tr: {
    digits: forms('sıfır bir iki üç dört beş altı yedi sekiz dokuz'),
    units: list('saniye dakika saat gün'),
  },
  sv: {
    digits: forms('noll ett/en två tre fyra fem sex sju åtta nio'),
    units: list('sekunder minut minuter timme timmar dagar'),
  },
  da: {
    digits: forms('nul en/et to tre fire fem seks syv otte ni'),
    units: list('sekunder minut minutter time timer dage'),
  },
  nb: {
    digits: forms('null en/ett to tre fire fem seks sju/syv åtte ni'),
    units: list('sekunder minutt minutter time timer dager'),
  },
  id: {
    digits: forms('nol/kosong satu dua tiga empat lima enam tujuh delapan sembilan'),
    units: list('detik menit jam hari'),
  },
  vi: {
    digits: forms('không một hai ba bốn/tư năm sáu bảy tám chín'),
    units: list('giây phút giờ ngày'),
  },
  hi: {
    digits: forms('शून्य/ज़ीरो/जीरो एक/वन दो/टू तीन/थ्री चार/फोर पांच/पाँच/फाइव छह/छः/सिक्स सात/सेवन आठ/एट नौ/नाइन'),
    twice: ['डबल'],
    thrice: ['ट्रिपल'],
    units: list('सेकंड मिनट घंटे दिन'),
  },
  ar: {
    digits: forms('صفر واحد اثنان/اثنين/إثنان ثلاثة/ثلاث أربعة/اربعة خمسة ستة سبعة ثمانية تسعة'),
    units: list('ثانية ثواني دقيقة دقائق ساعة ساعات يوم أيام'),
  },
  ko: {
    digits: forms('영/공 일 이 삼 사 오 육/륙 칠 팔 구'),
    units: list('초 분 시간 일'),
  },
  ja: {
    digits: forms('ゼロ/零/〇/れい/まる 一/いち 二/に 三/さん 四/よん 五/ご 六/ろく 七/なな 八/はち 九/きゅう'),
    units: list('秒 分 時間 日'),
  },
  zh: {
    digits: forms('零/〇 一/幺 二/两 三 四 五 六 七 八 九'),
    units: list('秒 分钟 分鐘 小时 小時 天'),
  },
};
