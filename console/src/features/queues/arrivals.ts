import type { QueueFigures } from '@switchyard/sdk'

type Hour = QueueFigures['today']['hours'][number]

/** The lines of a small chart in a box of 120 by 34. Null = there is nothing to draw. */
export interface Spark {
  arrived: string
  area: string
  /** Null while it is unknown what to expect. */
  expected: string | null
}

const width = 120
const height = 34
const top = 3

/** Arrivals by hour up to now, and what was to be expected over the whole day, on one scale from zero. */
export function sparkOf(hours: readonly Hour[]): Spark | null {
  const arrived = hours.flatMap((hour) => hour.arrivals ?? [])
  const expected = hours.flatMap((hour) => hour.expected ?? [])
  const most = Math.max(...arrived, ...expected)
  if (arrived.length === 0 || most <= 0) return null
  const step = width / Math.max(1, hours.length - 1)
  const line = (values: readonly number[]) =>
    values
      .map((value, index) => {
        const y = height - (value / most) * (height - top)
        return `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${y.toFixed(1)}`
      })
      .join(' ')
  const end = ((arrived.length - 1) * step).toFixed(1)
  return {
    arrived: line(arrived),
    area: `${line(arrived)} L${end} ${height} L0 ${height}z`,
    expected: expected.length < hours.length ? null : line(expected),
  }
}

/** Arrivals so far, and those to be expected by now, of the present hour as much as has passed; null = unknown. */
export function arrivalsByNow(hours: readonly Hour[], nowMs: number): { arrived: number; expected: number | null } {
  const begun = hours.filter((hour) => hour.arrivals !== null)
  const arrived = begun.reduce((sum, hour) => sum + (hour.arrivals ?? 0), 0)
  if (begun.length === 0 || begun.some((hour) => hour.expected === null)) return { arrived, expected: null }
  const expected = begun.reduce((sum, hour) => {
    const share = Math.min(1, (nowMs - Date.parse(hour.at)) / 3_600_000)
    return sum + (hour.expected ?? 0) * share
  }, 0)
  return { arrived, expected: Math.round(expected) }
}
