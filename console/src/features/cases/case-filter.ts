import type { Case, CaseStatus } from '@switchyard/sdk'

export type { CaseStatus } from '@switchyard/sdk'
export type Severity = Case['severity']

/** The lanes of the board in their order. */
export const caseStatuses = [
  'opened',
  'triage',
  'investigating',
  'decision',
  'follow_up',
  'closed',
] as const satisfies readonly CaseStatus[]

export const severities = ['critical', 'high', 'normal', 'low'] as const satisfies readonly Severity[]

/** What the board is narrowed to; null = not. */
export interface CaseFilter {
  readonly isMine: boolean
  readonly isLate: boolean
  readonly reason: string | null
  readonly severity: Severity | null
}

/** The filter in the words of the API. */
export function queryOf({ isMine, isLate, reason, severity }: CaseFilter): Record<string, string> {
  return {
    ...(isMine ? { owner: 'me' } : {}),
    ...(isLate ? { late: 'true' } : {}),
    ...(reason === null ? {} : { reason }),
    ...(severity === null ? {} : { severity }),
  }
}

/** True while something is left out. */
export const isNarrowed = (filter: CaseFilter): boolean => Object.keys(queryOf(filter)).length > 0

const never = Number.POSITIVE_INFINITY
const dueOf = ({ dueAt, status }: Case) =>
  dueAt === null || status === 'follow_up' || status === 'closed' ? never : Date.parse(dueAt)

/** Soonest due first; what stands still or is decided comes after, newest first. */
export function inBoardOrder(cases: readonly Case[]): Case[] {
  return cases.toSorted((a, b) => {
    const [dueA, dueB] = [dueOf(a), dueOf(b)]
    return dueA === dueB ? b.number - a.number : dueA - dueB
  })
}
