import { changedValues } from '../../live/changed-values.ts'

export const auditTabs = ['trail', 'events', 'health'] as const

/** What the screen shows; the address holds it. */
export interface AuditFilter {
  tab: (typeof auditTabs)[number]
  /** An id, or `system`. */
  actor: string | null
  subject: string | null
  type: string | null
  /** Days, `2026-11-20`, in UTC; both belong to the time. */
  from: string | null
  to: string | null
}

const dayMs = 86_400_000

/** The query of the trail in the API's words, whose end is an instant that does not belong to it. */
export function trailQueryOf({ actor, subject, type, from, to }: AuditFilter): Record<string, string | null> {
  return {
    actor,
    subject,
    type,
    from: from === null ? null : new Date(Date.parse(from)).toISOString(),
    to: to === null ? null : new Date(Date.parse(to) + dayMs).toISOString(),
  }
}

interface Changed {
  name: string
  before: string | null
  after: string
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** What a row changed: from and to as before and after, so each code among it, anything else as it is. */
export function changesOf(data: Readonly<Record<string, unknown>>): Changed[] {
  const { from, to, values: _values, ...rest } = data
  const values = changedValues(data).map(({ name, from: before, to: after }) => ({ name, before, after: after ?? '–' }))
  const moved =
    to === undefined ? [] : [{ name: 'from → to', before: from == null ? null : textOf(from), after: textOf(to) }]
  return [
    ...moved,
    ...values,
    ...Object.entries(rest).map(([name, value]) => ({ name, before: null, after: textOf(value) })),
  ]
}
