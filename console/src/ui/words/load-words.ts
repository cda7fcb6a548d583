import { readStored } from '../stored.ts'
import { bestLanguage, installWords } from './words.ts'
import type { Language, Words } from './words.ts'

const loaders: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en.ts')).en,
  es: async () => (await import('./es.ts')).es,
  pt: async () => (await import('./pt.ts')).pt,
}

/** Loads the chosen language (else the browser's) and names it on the page. */
export async function loadWords(): Promise<void> {
  const code = bestLanguage([readStored('language', ''), ...navigator.languages])
  installWords(code, await loaders[code]())
  document.documentElement.lang = code
}
