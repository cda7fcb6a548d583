const dayMs = 86_400_000

/** Time ranges that one press chooses. */
export const presets = [7, 30, 90] as const

/** The time of a report. Days are `2026-11-20`, in UTC, and both belong to the time. */
export interface ReportTime {
  days: (typeof presets)[number] | null
  from: string | null
  to: string | null
}

/** The day of an instant, in UTC. */
export const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** First and last day of the chosen time: the last so many days with today, or the two days chosen. */
export function spanOf({ days, from, to }: ReportTime, nowMs: number): { from: string; to: string } {
  const today = dayOf(nowMs)
  if (days !== null) return { from: dayOf(nowMs - (days - 1) * dayMs), to: today }
  const last = to ?? today
  return { from: from ?? dayOf(Date.parse(last) - 29 * dayMs), to: last }
}

/** Why a time cannot be asked for; null when it can. */
export function spanFault({ from, to }: { from: string; to: string }): 'order' | null {
  return from > to ? 'order' : null
}

/** As many days just before a time. */
export function spanBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const first = Date.parse(from)
  const lengthMs = Date.parse(to) - first + dayMs
  return { from: dayOf(first - lengthMs), to: dayOf(first - dayMs) }
}

/** The search behind an address of rows (`/v1/tickets?q=...`), for the list of the inbox. */
export function searchOf(rowsUrl: string): string {
  return new URL(rowsUrl, 'http://rows.invalid').searchParams.get('q') ?? ''
}
