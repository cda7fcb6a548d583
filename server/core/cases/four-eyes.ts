import type { Party } from './case.ts'

/** Who had a hand in a case that somebody else must decide. */
export interface CaseParties {
  readonly openedBy: Party
  /** Who moved it to `decision`; null while nobody has. */
  readonly putForwardBy: Party | null
  /** Who referred it upwards, at any level. */
  readonly referredBy: readonly Party[]
}

export type OwnHand = 'opener' | 'put_forward' | 'referred'

/**
 * Why somebody may not decide a case, or null when they may. Whoever opened it does not, nor whoever referred it upwards.
 * Where no person opened it, it is whoever put it forward who needs a second pair of eyes.
 */
export function ownHandIn(parties: CaseParties, reviewer: Party): OwnHand | null {
  if (isSame(parties.openedBy, reviewer)) return 'opener'
  if (parties.referredBy.some((party) => isSame(party, reviewer))) return 'referred'
  const isUnattended = parties.openedBy.kind === 'system'
  if (isUnattended && parties.putForwardBy !== null && isSame(parties.putForwardBy, reviewer)) return 'put_forward'
  return null
}

/** One principal, or two that act as one agent. */
function isSame(one: Party, other: Party): boolean {
  if (one.agentId !== null && one.agentId === other.agentId) return true
  return one.kind === other.kind && one.id === other.id
}
