import { patientFetch } from '../patient-fetch.ts'
import type enWords from './en.json'
import en from './en.json?url'
import es from './es.json?url'
import { fillGaps } from './languages.ts'
import pt from './pt.json?url'

export type Words = typeof enWords

/** The words in one language, with what depends on its rules. */
export interface Speech {
  readonly language: string
  readonly words: Words
  say(name: keyof Words, values: Readonly<Record<string, string | number>>): string
  /** `20 Nov`, with the year where it is another one. */
  day(iso: string): string
  /** `20 Nov, 14:05`. */
  moment(iso: string): string
  /** `48 kB`. */
  size(bytes: number): string
}

const spoken: Readonly<Record<string, string>> = { en, es, pt }

/** Fetches the words of one language. */
export async function loadSpeech(language: string): Promise<Speech> {
  const response = await patientFetch(spoken[language] ?? en, () => ({}))
  return speechOf(language, (await response.json()) as Words)
}

export function speechOf(language: string, words: Words): Speech {
  const date = { day: 'numeric', month: 'short' } as const
  // Days before months, as the clock of 24 hours: what the product's mails write too.
  const locale = language === 'en' ? 'en-GB' : language
  const near = new Intl.DateTimeFormat(locale, date)
  const far = new Intl.DateTimeFormat(locale, { ...date, year: 'numeric' })
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const sizes = (['byte', 'kilobyte', 'megabyte'] as const).map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }),
  )
  const day = (iso: string) => {
    const at = new Date(iso)
    return (at.getFullYear() === new Date().getFullYear() ? near : far).format(at)
  }
  return {
    language,
    words,
    say: (name, values) => fillGaps(words[name], values),
    day,
    moment: (iso) => `${day(iso)}, ${clock.format(new Date(iso))}`,
    size: (bytes) => {
      const step = bytes >= 1e6 ? 2 : bytes >= 1e3 ? 1 : 0
      return sizes[step]?.format(bytes / 1000 ** step) ?? String(bytes)
    },
  }
}
