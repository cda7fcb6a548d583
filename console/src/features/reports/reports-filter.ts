import type { ReportTime } from '../../ui/report-time.ts'

export const reportTabs = ['overview', 'sla', 'recurring', 'fairness'] as const
export const shareSplits = ['queue', 'channel', 'agent'] as const
export const promiseSplits = ['queue', 'priority', 'policy'] as const

/** What the screen shows; the address holds it. */
export interface ReportsFilter extends ReportTime {
  tab: (typeof reportTabs)[number]
  queue: string | null
  channel: string | null
  serviceLine: string | null
  /** What volumes, and what promises, are split by. */
  split: (typeof shareSplits)[number]
  promisesBy: (typeof promiseSplits)[number]
}

/** The query of a report for a time, in the API's words. */
export function queryOf(
  { queue, channel, serviceLine }: Pick<ReportsFilter, 'queue' | 'channel' | 'serviceLine'>,
  span: { from: string; to: string },
): Record<string, string | null> {
  return { ...span, queue, channel, serviceLine }
}

/** That of fairness, which counts offers: they know no service line. */
export function fairnessQueryOf(
  { queue, channel }: Pick<ReportsFilter, 'queue' | 'channel'>,
  span: { from: string; to: string },
): Record<string, string | null> {
  return { ...span, queue, channel }
}
