import { encodeId } from '../../platform/ids.ts'
import type { ReportAsked } from './report-view.ts'

/** The address of the tickets created, or ended, in the time of a report, or of those of one of its groups. */
export function rowsUrl(
  asked: ReportAsked,
  group: { readonly key: string | null } | null,
  by: 'created' | 'ended' = 'created',
): string {
  const { from, to, queue, channel, serviceLine, agentId, groupBy } = asked
  const own = { queue, channel, serviceLine, assignee: agentId, type: null, category: null, priority: null }
  const field = groupBy === 'agent' ? 'assignee' : groupBy
  const wanted: Record<string, string | null> =
    group === null || field === null ? own : { ...own, [field]: group.key ?? 'none' }
  const terms = Object.entries(wanted).flatMap(([name, value]) =>
    value === null ? [] : [`${name}:${word(name, value)}`],
  )
  const range = `${by}:${new Date(from).toISOString()}..${new Date(to).toISOString()}`
  return `/v1/tickets?q=${encodeURIComponent([range, ...terms].join(' '))}`
}

function word(name: string, value: string): string {
  const text = name === 'assignee' && value !== 'none' ? encodeId('agent', value) : value
  return /\s/.test(text) ? `"${text}"` : text
}
