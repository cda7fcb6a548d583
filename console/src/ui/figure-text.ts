import type { QaFigures } from '@switchyard/sdk'
import { countedDuration } from './time.ts'
import { language } from './words/words.ts'

/** A review passes from this score on. */
export const passMark = 80

type Timed = QaFigures['firstResponse']

/** `12m` of 745 seconds; null is a dash. */
export const secondsText = (seconds: number | null) => (seconds === null ? '–' : countedDuration(seconds * 1000))

/** `84.5` of a score; null is a dash. */
export const scoreText = (score: number | null) =>
  score === null ? '–' : new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(score)

/** `95 %` of a share, whole; null is a dash. */
export const wholeShare = (share: number | null) =>
  share === null ? '–' : new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** `42`, as the language writes it. */
export const countText = (count: number) => count.toLocaleString(language())

/** Tickets a clock has judged. */
export const judged = ({ met, breached }: Timed) => met + breached

/** `Oct 23 – Nov 21, 2026` of two days, in UTC as the report counts them. */
export function spanText({ from, to }: { from: string; to: string }): string {
  const format = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' })
  return from > to ? '' : format.formatRange(new Date(from), new Date(to))
}
