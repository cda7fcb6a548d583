import type { CasePolicy, CaseReason } from '../workflow/snapshot.ts'

/** Why a case is open, as it is kept. */
export interface KnownReason {
  readonly reason: CaseReason
  /** What was written where the workflow has no word for it; null = it has. */
  readonly text: string | null
  /** Two escalations of one ticket with the same key are one case. */
  readonly key: string
}

const catchAll = 'other'

/** Finds the reason somebody names. Free text is kept as `other` with its text; null where the workflow has no `other`. */
export function findReason({ reasons }: Pick<CasePolicy, 'reasons'>, named: string): KnownReason | null {
  const text = named.trim().replaceAll(/\s+/gu, ' ')
  const known = reasons.get(text)
  if (known !== undefined) return { reason: known, text: null, key: known.slug }
  const other = reasons.get(catchAll)
  return other === undefined ? null : { reason: other, text, key: `${catchAll}:${text.toLowerCase()}` }
}
