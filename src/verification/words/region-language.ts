/** Where most people read one of the languages, by ISO 3166 region. Regions that are not here get English. */
const regionsOf: Readonly<Record<string, string>> = {
  zh: 'CN',
  'zh-Hant': 'TW HK MO',
  es: 'ES MX AR CO CL PE VE EC GT CU BO DO HN PY SV NI CR PA UY PR GQ',
  ar: 'SA EG DZ MA TN LY IQ SY JO LB PS YE OM AE QA BH KW SD MR EH',
  fr: 'FR MC CI SN ML BF NE TG BJ CD CG GA CM TD CF GN MG DJ KM HT GP MQ GF RE YT NC PF WF PM BL MF',
  bn: 'BD',
  pt: 'BR PT AO MZ CV GW ST TL',
  ru: 'RU BY KZ KG',
  ur: 'PK',
  id: 'ID',
  de: 'DE AT CH LI LU',
  ja: 'JP',
  vi: 'VN',
  tr: 'TR',
  ko: 'KR KP',
  it: 'IT SM VA',
};

const languageOf = new Map(
  Object.entries(regionsOf).flatMap(([language, regions]) => regions.split(' ').map((region) => [region, language])),
);

/**
 * The language that a code is told in where nobody asked for one. India has English: no other language of it is read in
 * all its states.
 */
export function languageOfRegion(region: string | null): string {
  return languageOf.get(region ?? '') ?? 'en';
}
