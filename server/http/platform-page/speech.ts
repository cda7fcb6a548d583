import type { Wordings } from '../../modules/platform-page/index.ts'
import { type PageLanguage, type PageWords, pageWords } from './words/words.ts'

/** How the page speaks in one language: its words, and the workspace's figures, times and texts. */
export interface Speech {
  readonly language: PageLanguage
  readonly words: PageWords
  count(value: number): string
  share(value: number): string
  date(ms: number): string
  time(ms: number): string
  span(ms: number): string
  languageName(tag: string): string
  /** A workspace's own text in this language, else in the one it has. */
  say(wordings: Wordings): string
}

const locales = { en: 'en-GB', es: 'es-ES', pt: 'pt-PT' } as const
const minuteMs = 60_000

export function speechFor(language: PageLanguage, zone: string): Speech {
  const locale = locales[language]
  const timeZone = zone
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  return {
    language,
    words: pageWords[language],
    count: (value) => new Intl.NumberFormat(locale).format(value),
    share: (value) =>
      new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
        value,
      ),
    date: (ms) =>
      new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(ms),
    time: (ms) =>
      new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(
        ms,
      ),
    span: spanText,
    languageName: (tag) => names.of(tag) ?? tag,
    say: (wordings) => wordings[language] ?? wordings['*'] ?? Object.values(wordings)[0] ?? '',
  }
}

/** `15 min`, `1 h`, `1 h 30 min`, `2 d`: the same in all three languages. */
function spanText(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / minuteMs))
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const parts = [days > 0 ? `${days} d` : null, hours > 0 ? `${hours} h` : null, rest > 0 ? `${rest} min` : null]
  return parts.filter((part) => part !== null).join(' ')
}
