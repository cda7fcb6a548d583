import type { QaReport } from '@switchyard/sdk'
import type { SortColumn } from './report-filter.ts'

export type Group = QaReport['groups'][number]

const values: Record<SortColumn, (group: Group) => number | string | null> = {
  label: ({ label }) => label,
  created: ({ volume }) => volume.created,
  closed: ({ volume }) => volume.closed,
  open: ({ volume }) => volume.open,
  firstResponse: ({ firstResponse }) => firstResponse.p50Seconds,
  resolution: ({ resolution }) => resolution.p50Seconds,
  escalations: ({ escalations }) => escalations.n,
  reopened: ({ reopened }) => reopened.rate,
  score: ({ quality }) => quality.score,
}

/** Groups by a column; those without a figure last either way, ties by name. */
export function sortedGroups(groups: readonly Group[], column: SortColumn, isDescending: boolean): Group[] {
  const read = values[column]
  return groups.toSorted((a, b) => {
    const [first, second] = [read(a), read(b)]
    const byName = a.label.localeCompare(b.label)
    if (first === null || second === null) return first === second ? byName : first === null ? 1 : -1
    const order = typeof first === 'string' ? byName : Number(first) - Number(second)
    return (isDescending ? -order : order) || byName
  })
}
