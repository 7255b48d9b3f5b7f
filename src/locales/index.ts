import type { Strings, Text } from '../ui/strings.ts'

/** One translation. */
export interface Locale {
  /** As its own speakers call it. */
  readonly name: string
  /** By a native speaker. Until then it is the work of somebody, or something, that is none. */
  readonly reviewed: boolean
  readonly load: () => Promise<{ readonly default: Readonly<Record<string, Text>> }>
}

const by = (name: string, load: Locale['load'], reviewed = false): Locale => ({ name, reviewed, load })

/** Every translation by its language tag; English is in the widget itself. */
export const locales: Readonly<Record<string, Locale>> = {
  af: by('Afrikaans', () => import('./af.json')),
  ar: by('العربية', () => import('./ar.json')),
  az: by('Azərbaycanca', () => import('./az.json')),
  be: by('Беларуская', () => import('./be.json')),
  bg: by('Български', () => import('./bg.json')),
  bn: by('বাংলা', () => import('./bn.json')),
  bs: by('Bosanski', () => import('./bs.json')),
  ca: by('Català', () => import('./ca.json')),
  cs: by('Čeština', () => import('./cs.json')),
  cy: by('Cymraeg', () => import('./cy.json')),
  da: by('Dansk', () => import('./da.json')),
  de: by('Deutsch', () => import('./de.json')),
  el: by('Ελληνικά', () => import('./el.json')),
  es: by('Español', () => import('./es.json')),
  et: by('Eesti', () => import('./et.json')),
  eu: by('Euskara', () => import('./eu.json')),
  fa: by('فارسی', () => import('./fa.json')),
  fi: by('Suomi', () => import('./fi.json')),
  fil: by('Filipino', () => import('./fil.json')),
  fr: by('Français', () => import('./fr.json')),
  gl: by('Galego', () => import('./gl.json')),
  gu: by('ગુજરાતી', () => import('./gu.json')),
  he: by('עברית', () => import('./he.json')),
  hi: by('हिन्दी', () => import('./hi.json')),
  hr: by('Hrvatski', () => import('./hr.json')),
  hu: by('Magyar', () => import('./hu.json')),
  hy: by('Հայերեն', () => import('./hy.json')),
  id: by('Bahasa Indonesia', () => import('./id.json')),
  is: by('Íslenska', () => import('./is.json')),
  it: by('Italiano', () => import('./it.json')),
  ja: by('日本語', () => import('./ja.json')),
  ka: by('ქართული', () => import('./ka.json')),
  kk: by('Қазақша', () => import('./kk.json')),
  kn: by('ಕನ್ನಡ', () => import('./kn.json')),
  ko: by('한국어', () => import('./ko.json')),
  lt: by('Lietuvių', () => import('./lt.json')),
  lv: by('Latviešu', () => import('./lv.json')),
  mk: by('Македонски', () => import('./mk.json')),
  ml: by('മലയാളം', () => import('./ml.json')),
  mn: by('Монгол', () => import('./mn.json')),
  mr: by('मराठी', () => import('./mr.json')),
  ms: by('Bahasa Melayu', () => import('./ms.json')),
  nb: by('Norsk bokmål', () => import('./nb.json')),
  ne: by('नेपाली', () => import('./ne.json')),
  nl: by('Nederlands', () => import('./nl.json')),
  pa: by('ਪੰਜਾਬੀ', () => import('./pa.json')),
  pl: by('Polski', () => import('./pl.json')),
  'pt-BR': by('Português (Brasil)', () => import('./pt-BR.json')),
  'pt-PT': by('Português (Portugal)', () => import('./pt-PT.json')),
  ro: by('Română', () => import('./ro.json')),
  ru: by('Русский', () => import('./ru.json')),
  sk: by('Slovenčina', () => import('./sk.json')),
  sl: by('Slovenščina', () => import('./sl.json')),
  sq: by('Shqip', () => import('./sq.json')),
  sr: by('Српски', () => import('./sr.json')),
  sv: by('Svenska', () => import('./sv.json')),
  sw: by('Kiswahili', () => import('./sw.json')),
  ta: by('தமிழ்', () => import('./ta.json')),
  te: by('తెలుగు', () => import('./te.json')),
  th: by('ไทย', () => import('./th.json')),
  tr: by('Türkçe', () => import('./tr.json')),
  uk: by('Українська', () => import('./uk.json')),
  ur: by('اردو', () => import('./ur.json')),
  uz: by('O‘zbekcha', () => import('./uz.json')),
  vi: by('Tiếng Việt', () => import('./vi.json')),
  'zh-Hans': by('简体中文', () => import('./zh-Hans.json')),
  'zh-Hant': by('繁體中文', () => import('./zh-Hant.json')),
}

/** Languages whose readers are served by another's texts. */
const KIN: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', tl: 'fil', pt: 'pt-PT', mo: 'ro', sh: 'sr' }

/**
 * The tag in `tags` that serves readers of `wanted` (BCP 47), by language with region, with script, alone; null = none.
 * English is served without a translation: `en`.
 */
export function serve(wanted: string, tags: readonly string[] = Object.keys(locales)): string | null {
  const { language, script, region } = new Intl.Locale(wanted).maximize()
  if (language === 'en') return 'en'
  const candidates = [wanted, `${language}-${region}`, `${language}-${script}`, language, KIN[language] ?? '']
  return candidates.find((tag) => tags.includes(tag)) ?? null
}

/** What the texts are written in. */
export interface Translation {
  /** BCP 47, with the reader's region, for dates and numbers. */
  readonly locale: string
  readonly strings: Strings
  /** What becomes of each English text. */
  readonly alter?: (text: string) => string
}

/** In the first language of `wanted` (well-formed tags, best first) that there is; else in English. Rejects when its file cannot be had. */
export async function translate(wanted: readonly string[]): Promise<Translation> {
  for (const locale of wanted) {
    if (locale === 'en-XA') return { locale, strings: {}, alter: (await import('./pseudo.ts')).pseudo }
    const tag = serve(locale)
    if (tag) return { locale, strings: (await locales[tag]?.load())?.default ?? {} }
  }
  return { locale: 'en', strings: {} }
}
