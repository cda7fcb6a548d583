const NAMES: Record<string, string> = {
  ar: 'Arabic',
  bg: 'Bulgarian',
  ca: 'Catalan',
  cs: 'Czech',
  da: 'Danish',
  de: 'German',
  el: 'Greek',
  en: 'English',
  es: 'Spanish',
  et: 'Estonian',
  eu: 'Basque',
  fi: 'Finnish',
  fr: 'French',
  gl: 'Galician',
  he: 'Hebrew',
  hi: 'Hindi',
  hr: 'Croatian',
  hu: 'Hungarian',
  id: 'Indonesian',
  it: 'Italian',
  ja: 'Japanese',
  ko: 'Korean',
  lt: 'Lithuanian',
  lv: 'Latvian',
  ms: 'Malay',
  nl: 'Dutch',
  no: 'Norwegian',
  pl: 'Polish',
  pt: 'Portuguese',
  ro: 'Romanian',
  ru: 'Russian',
  sk: 'Slovak',
  sl: 'Slovenian',
  sr: 'Serbian',
  sv: 'Swedish',
  th: 'Thai',
  tr: 'Turkish',
  uk: 'Ukrainian',
  vi: 'Vietnamese',
  zh: 'Chinese',
}

/** English name of a BCP 47 tag, `Portuguese (BR)` for `pt-BR`; the tag itself where the language is not listed. */
export const languageName = (tag: string): string => {
  const dash = tag.indexOf('-')
  const name = NAMES[(dash < 0 ? tag : tag.slice(0, dash)).toLowerCase()]
  if (name === undefined) return tag
  return dash < 0 ? name : `${name} (${tag.slice(dash + 1)})`
}

/** True when one tag is the other or its prefix at a subtag boundary, whatever the case (`pt` and `pt-BR`). */
export const languagesMatch = (left: string, right: string): boolean => {
  if (left === right) return true
  const one = left.toLowerCase()
  const other = right.toLowerCase()
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`)
}
