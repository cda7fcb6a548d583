import type { QaGroupBy } from '@switchyard/sdk'
import { spanOf } from '../../ui/report-time.ts'
import type { ReportTime } from '../../ui/report-time.ts'

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
export interface ReportFilter extends ReportTime {
  queue: string | null
  channel: string | null
  serviceLine: string | null
  agent: string | null
  groupBy: QaGroupBy
  sort: SortColumn
  isDescending: boolean
}

/** The query of the report in the API's words. */
export function reportQueryOf(filter: ReportFilter, nowMs: number): Record<string, string | null> {
  const { queue, channel, serviceLine, agent, groupBy } = filter
  return { ...spanOf(filter, nowMs), queue, channel, serviceLine, agent, groupBy }
}
