import { Type } from 'typebox'
import type { ReportInput } from '../../modules/quality/index.ts'
import { refuseField } from '../../platform/errors.ts'
import { id } from '../schemas.ts'

const dayOrInstant = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}(?:T[0-9:.]{5,12}(?:Z|[+-]\\d{2}:\\d{2}))?$', description })
const slug = () => Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))

/** What every report may be asked for: a time, and which tickets. */
export const reportFilters = {
  from: Type.Optional(dayOrInstant('First day, or instant.')),
  to: Type.Optional(dayOrInstant('Last day, or the instant after.')),
  queue: slug(),
  channel: slug(),
  serviceLine: slug(),
  agent: Type.Optional(id('agent', { description: 'Assignee; of reviews, who is reviewed.' })),
}

interface AskedQuery {
  readonly from?: string
  readonly to?: string
  readonly queue?: string
  readonly channel?: string
  readonly serviceLine?: string
  readonly agent?: string
}

/** The query of a report as its verb takes it; days are UTC, and the last one belongs to the time. */
export function readReportQuery(query: AskedQuery): Omit<ReportInput, 'groupBy'> {
  const { queue = null, channel = null, serviceLine = null, agent: agentId = null } = query
  return { from: instantOf('from', query.from), to: instantOf('to', query.to), queue, channel, serviceLine, agentId }
}

const dayMs = 86_400_000

function instantOf(name: 'from' | 'to', text: string | undefined): number | null {
  if (text === undefined) return null
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw refuseField(name, 'bad_date', 'Write a day (2026-11-20) or an instant.')
  return name === 'to' && !text.includes('T') ? at + dayMs : at
}
