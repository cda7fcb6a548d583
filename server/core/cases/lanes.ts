import type { CaseStatus } from './case.ts'

/** Moves by hand. `follow_up` is reached by a decision alone; a closed case stays closed, and what follows is a new one. */
const moves: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  opened: ['triage'],
  triage: ['investigating'],
  investigating: ['decision', 'triage'],
  decision: ['investigating'],
  follow_up: ['closed', 'investigating'],
  closed: [],
}

/** Where a case may be moved to by hand. */
export function legalMoves(status: CaseStatus): readonly CaseStatus[] {
  return moves[status]
}

export type CaseMove =
  | {
      readonly kind: 'moved'
      readonly to: CaseStatus
      /** The case is taken up again: its decision holds no longer. */
      readonly withdrawsDecision: boolean
    }
  | { readonly kind: 'refused'; readonly legal: readonly CaseStatus[] }

/** What a wish to move a case becomes. */
export function planMove(from: CaseStatus, to: CaseStatus): CaseMove {
  const legal = moves[from]
  if (!legal.includes(to)) return { kind: 'refused', legal }
  return { kind: 'moved', to, withdrawsDecision: from === 'follow_up' && to === 'investigating' }
}

/** True while a case is under review: until its decision its clock counts, and checks and levels may change. */
export function isUnderReview(status: CaseStatus): boolean {
  return status !== 'follow_up' && status !== 'closed'
}
