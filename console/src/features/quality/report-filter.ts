import type { QaGroupBy } from '@switchyard/sdk'

const dayMs = 86_400_000

/** Time ranges that one press chooses. */
export const presets = [7, 30, 90] as const
export const groupings: readonly QaGroupBy[] = [
  'queue',
  'channel',
  'serviceLine',
  'agent',
  'type',
  'category',
  'priority',
]
export const sortColumns = [
  'label',
  'created',
  'closed',
  'open',
  'firstResponse',
  'resolution',
  'escalations',
  'reopened',
  'score',
] as const
export type SortColumn = (typeof sortColumns)[number]

/** What the screen shows; the address holds it. Days are `2026-11-20`, in UTC, and both belong to the time. */
export interface ReportFilter {
  days: (typeof presets)[number] | null
  from: string | null
  to: string | null
  queue: string | null
  channel: string | null
  serviceLine: string | null
  agent: string | null
  groupBy: QaGroupBy
  sort: SortColumn
  isDescending: boolean
}

/** The day of an instant, in UTC. */
export const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** First and last day of the chosen time: the last so many days with today, or the two days chosen. */
export function spanOf({ days, from, to }: ReportFilter, nowMs: number): { from: string; to: string } {
  const today = dayOf(nowMs)
  if (days !== null) return { from: dayOf(nowMs - (days - 1) * dayMs), to: today }
  const last = to ?? today
  return { from: from ?? dayOf(Date.parse(last) - 29 * dayMs), to: last }
}

/** Why a time cannot be asked for; null when it can. */
export function spanFault({ from, to }: { from: string; to: string }): 'order' | null {
  return from > to ? 'order' : null
}

/** The query of the report in the API's words. */
export function reportQueryOf(filter: ReportFilter, nowMs: number): Record<string, string | null> {
  const { queue, channel, serviceLine, agent, groupBy } = filter
  return { ...spanOf(filter, nowMs), queue, channel, serviceLine, agent, groupBy }
}

/** The search behind an address of rows (`/v1/tickets?q=...`), for the list of the inbox. */
export function searchOf(rowsUrl: string): string {
  return new URL(rowsUrl, 'http://rows.invalid').searchParams.get('q') ?? ''
}
