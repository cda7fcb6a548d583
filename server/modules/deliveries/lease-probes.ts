import { afterIdlePause } from '../../core/webhooks/endpoint-health.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { leaseDeliveries } from './claim-store.ts'
import type { ClaimedDelivery } from './delivery.ts'
import { findProbes, lockStates, putOffProbes, saveStates } from './webhook-state-store.ts'

/**
 * Leases one delivery that waits for each of these targets, whose states are locked and whose pause is over: failing
 * costs it no attempt. Where nothing waits the breaker closes, and opens again at the next failure.
 */
export async function leaseProbes(
  tx: Tx,
  context: Context,
  by: { targets: readonly string[]; leaseMs: number; heldIds: ReadonlySet<string> },
): Promise<ClaimedDelivery[]> {
  const { targets, leaseMs, heldIds } = by
  if (targets.length === 0) return []
  const workspaceId = context.workspace.id
  const found = await findProbes(tx, workspaceId, targets)
  const idle = targets.filter((target) => !found.some((probe) => probe.target === target))
  const rested = idle.length === 0 ? [] : await lockStates(tx, workspaceId, idle)
  await saveStates(
    tx,
    workspaceId,
    rested.map((state) => ({ ...afterIdlePause(state), target: state.target })),
  )
  await putOffProbes(
    tx,
    workspaceId,
    found.map((probe) => probe.target),
    leaseMs,
  )
  const seen = found.filter((probe) => !heldIds.has(probe.id))
  if (seen.length === 0) return []
  const leased = await leaseDeliveries(tx, workspaceId, { seen, leaseMs })
  return leased.map((delivery) => ({ ...delivery, isProbe: true }))
}
