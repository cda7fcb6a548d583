import type { Installation } from '../../platform/installation.ts'
import { type ClaimedChore, delayChore, endChore, insertChores, leaseDueChores } from './chore-store.ts'

/** Makes chores known to the installation, due at once; those known already stay as they are. */
export async function declareChores(installation: Installation, names: readonly string[]): Promise<void> {
  await installation.onGlobalTables((tx) => insertChores(tx, names))
}

/** Leases those of these chores that are due and that no other process does now (reliability.md 3.10). */
export function claimDueChores(
  installation: Installation,
  claim: { names: readonly string[]; leaseMs: number },
): Promise<ClaimedChore[]> {
  return installation.onGlobalTables((tx) => leaseDueChores(tx, claim))
}

/** Notes that a chore is done. False = another process had taken it over. */
export async function finishChore(installation: Installation, chore: ClaimedChore, everyMs: number): Promise<boolean> {
  return (await installation.onGlobalTables((tx) => endChore(tx, chore, everyMs))) === 1
}

/** Lets a chore that failed rest before its next try. False = another process had taken it over. */
export async function postponeChore(installation: Installation, chore: ClaimedChore, waitMs: number): Promise<boolean> {
  return (await installation.onGlobalTables((tx) => delayChore(tx, chore, waitMs))) === 1
}
