import { surgeWindowMs } from './surge.ts'

export const issueStates = ['active', 'emerging', 'hypercare', 'resolved', 'stale'] as const

/**
 * Where a recurring issue stands. While it comes: `active` when it comes more often than once an hour, `hypercare` when the
 * problem behind it is solved, else `emerging`. After a quiet day: `resolved` when its problem is solved, else `stale`.
 */
export type IssueState = (typeof issueStates)[number]

const hourMs = 3_600_000
const quietMs = 24 * hourMs

/** Tells it from when its tickets came (ms, any order), as things stand at `at` (helpdesk.md 2.8). */
export function issueStateOf(
  times: readonly number[],
  { at, isProblemSolved }: { at: number; isProblemSolved: boolean },
): IssueState {
  const isQuiet = times.every((time) => at - time >= quietMs)
  if (isProblemSolved) return isQuiet ? 'resolved' : 'hypercare'
  if (isQuiet) return 'stale'
  const latest = times.filter((time) => time >= at - surgeWindowMs)
  return latest.length > surgeWindowMs / hourMs ? 'active' : 'emerging'
}
