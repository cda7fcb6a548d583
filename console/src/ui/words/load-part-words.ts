import { addWords, language } from './words.ts'
import type { Language, PartWords } from './words.ts'

const parts = {
  newTicket: {
    en: async () => (await import('./en-new-ticket.ts')).enNewTicket,
    es: async () => (await import('./es-new-ticket.ts')).esNewTicket,
    pt: async () => (await import('./pt-new-ticket.ts')).ptNewTicket,
  },
  partners: {
    en: async () => (await import('./en-partners.ts')).enPartners,
    es: async () => (await import('./es-partners.ts')).esPartners,
    pt: async () => (await import('./pt-partners.ts')).ptPartners,
  },
} satisfies Record<string, Record<Language, () => Promise<PartWords>>>

/** Loads what only one part of the console says: whoever never opens it need not wait for it. */
export async function loadPartWords(part: keyof typeof parts): Promise<void> {
  addWords(await parts[part][language()]())
}
