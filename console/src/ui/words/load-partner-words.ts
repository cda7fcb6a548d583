import { addWords, language } from './words.ts'
import type { Language, PartWords } from './words.ts'

const loaders: Record<Language, () => Promise<PartWords>> = {
  en: async () => (await import('./en-partners.ts')).enPartners,
  es: async () => (await import('./es-partners.ts')).esPartners,
  pt: async () => (await import('./pt-partners.ts')).ptPartners,
}

/** Loads what only Partners says: whoever never opens it need not wait for it. */
export async function loadPartnerWords(): Promise<void> {
  addWords(await loaders[language()]())
}
