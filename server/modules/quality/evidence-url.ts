import { encodeId } from '../../platform/ids.ts'
import type { ReportAsked } from './report-view.ts'
import { rowsUrl } from './rows-url.ts'

/** Where the rows stand that answer the question of a checkpoint, of the time and place that a report is asked about. */
const evidence: Readonly<Record<string, (asked: ReportAsked) => string>> = {
  intake: (asked) => rowsUrl(asked, null),
  routing: (asked) => figuresUrl('/v1/qa/report', asked, { groupBy: 'queue' }),
  escalation: () => '/v1/cases',
  resolution: (asked) => rowsUrl(asked, null, 'ended'),
  quality: () => '/v1/qa/reviews',
  automation: () => '/v1/automations/runs',
  reporting: (asked) => figuresUrl('/v1/reports/overview', asked, {}),
}

/** The address of what a checkpoint is judged by; each asks for the permission of its own list. */
export function evidenceUrl(name: string, asked: ReportAsked): string {
  const addressOf = evidence[name]
  if (addressOf === undefined) throw new Error(`The checkpoint ${name} has no evidence.`)
  return addressOf(asked)
}

/** The address of figures of the time and place that a report is asked about. */
export function figuresUrl(path: string, asked: ReportAsked, more: Readonly<Record<string, string>>): string {
  const { from, to, queue, channel, serviceLine, agentId } = asked
  const agent = agentId === null ? null : encodeId('agent', agentId)
  const filters = Object.entries({ queue, channel, serviceLine, agent }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as [string, string]],
  )
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const query = new URLSearchParams({ ...range, ...Object.fromEntries(filters), ...more })
  return `${path}?${query.toString()}`
}
