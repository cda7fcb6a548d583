import type { en } from './en.ts'
import type { enNewTicket } from './en-new-ticket.ts'
import type { enPartners } from './en-partners.ts'

/** Words that come with a part of the console that is loaded by itself. */
type PartKey = keyof typeof enNewTicket | keyof typeof enPartners
type WordKey = keyof typeof en | PartKey
export type Words = Record<keyof typeof en, string>
export type PartWords = Partial<Record<PartKey, string>>
export type Language = 'en' | 'es' | 'pt'
export const languages: { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'es', name: 'Español' },
  { code: 'pt', name: 'Português' },
]

let current: Partial<Record<WordKey, string>> = {}
let chosen: Language = 'en'
let plurals = new Intl.PluralRules('en')

/** The language of the screen. */
export function language(): Language {
  return chosen
}

/** The best of our languages for what the browser asks (`pt-BR` gives `pt`). */
export function bestLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const known = languages.find((entry) => tag.toLowerCase().split('-')[0] === entry.code)
    if (known) return known.code
  }
  return 'en'
}

/** Installs the words of one language; every later `t` speaks it. */
export function installWords(code: Language, words: Words): void {
  current = words
  chosen = code
  plurals = new Intl.PluralRules(code)
}

/** Installs the words of a part beside those that are there. */
export function addWords(words: PartWords): void {
  current = { ...current, ...words }
}

export type Params = Record<string, string | number>
/** A text with its `{name}` places filled. */
export const fill = (text: string, params: Params) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))

/** The words of a key with `{name}` places filled. */
export function t(key: WordKey, params: Params = {}): string {
  return fill(current[key] ?? key, params)
}

type PluralKey = WordKey extends infer Key ? (Key extends `${infer Stem}.other` ? Stem : never) : never
/** Like `t`, choosing `<key>.one` or `<key>.other` by the language's plural rule; `{count}` is filled with the locale's figure. */
export function plural(key: PluralKey, count: number, params: Params = {}): string {
  const rule = plurals.select(count) === 'one' ? 'one' : 'other'
  const text = (current as Record<string, string>)[`${key}.${rule}`] ?? key
  return fill(text, { count: count.toLocaleString(chosen), ...params })
}

/** Words for a code of the workspace (a channel, a reason): ours when we know it, else the code as written. */
export function wordFor(prefix: string, code: string): string {
  return (current as Record<string, string>)[`${prefix}.${code}`] ?? code
}
