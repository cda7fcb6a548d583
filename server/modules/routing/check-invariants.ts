import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { type BrokenInvariant, findBrokenCalls, findBrokenEvents, findBrokenOffers } from './invariants-view.ts'

/** Broken invariants that one check names at most, of each sort. */
const mostNamed = 100

/**
 * Looks through a workspace for rows that break the invariants of tasks, offers, loads, calls and event numbers
 * (domain.md, Task and offer); empty is as it must be. It reads whole tables: for tests and `doctor`.
 */
export async function checkInvariants(context: Context): Promise<BrokenInvariant[]> {
  requirePermission(context, 'audit:read')
  const found = await context.read((tx) =>
    Promise.all([
      findBrokenOffers(tx, context.workspace.id, mostNamed),
      findBrokenCalls(tx, context.workspace.id, mostNamed),
      findBrokenEvents(tx, context.workspace.id, mostNamed),
    ]),
  )
  return found.flat()
}
