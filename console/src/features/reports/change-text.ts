import { language } from '../../ui/words/words.ts'

export interface Change {
  /** `+12 %`, `−3.1 pts`. */
  text: string
  direction: 'up' | 'down' | 'same'
}

const signed = (value: number, digits: number) =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(value)
const directionOf = (value: number): Change['direction'] => (value > 0 ? 'up' : value < 0 ? 'down' : 'same')

/** How a count or a time changed against the time before, as a share of it; null where there is nothing to hold it against. */
export function relativeChange(now: number | null, before: number | null): Change | null {
  if (now === null || before === null || before === 0) return null
  const percent = Math.round((now / before - 1) * 100)
  return { text: `${signed(percent, 0)} %`, direction: directionOf(percent) }
}

/** How a share changed, in percentage points. */
export function pointsChange(now: number | null, before: number | null, unit: string): Change | null {
  if (now === null || before === null) return null
  const points = Math.round((now - before) * 1000) / 10
  return { text: `${signed(points, 1)} ${unit}`, direction: directionOf(points) }
}
