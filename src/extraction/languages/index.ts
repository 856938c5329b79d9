import { arabic } from './ar.ts';
import { bulgarian } from './bg.ts';
import { bosnian } from './bs.ts';
import { czech } from './cs.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { persian } from './fa.ts';
import { french } from './fr.ts';
import { hindi } from './hi.ts';
import { croatian } from './hr.ts';
import { indonesian } from './id.ts';
import { italian } from './it.ts';
import { japanese } from './ja.ts';
import { korean } from './ko.ts';
import type { Language } from './language.ts';
import { macedonian } from './mk.ts';
import { dutch } from './nl.ts';
import { polish } from './pl.ts';
import { portuguese } from './pt.ts';
import { slovak } from './sk.ts';
import { slovenian } from './sl.ts';
import { serbian } from './sr.ts';
import { turkish } from './tr.ts';
import { chinese } from './zh.ts';

/** Every language that `extract()` reads. */
export const languages: readonly Language[] = [
  arabic,
  bulgarian,
  bosnian,
  czech,
  german,
  english,
  spanish,
  persian,
  french,
  hindi,
  croatian,
  indonesian,
  italian,
  japanese,
  korean,
  macedonian,
  dutch,
  polish,
  portuguese,
  slovak,
  slovenian,
  serbian,
  turkish,
  chinese,
];
