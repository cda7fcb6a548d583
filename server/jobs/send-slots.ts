import { setTimeout as wait } from 'node:timers/promises'
import type { ClaimedDelivery } from '../modules/deliveries/index.ts'
import type { Context } from '../platform/context.ts'

/** What may go at once, together; each of those that have a slot alone, so that it is signed only when it is sent. */
export function bySlot(claimed: readonly ClaimedDelivery[]): (readonly ClaimedDelivery[])[] {
  const [free, paced] = [claimed.filter((one) => one.sendAt === null), claimed.filter((one) => one.sendAt !== null)]
  return [...(free.length === 0 ? [] : [free]), ...paced.map((one) => [one])]
}

/** Waits for the slot of deliveries that go together; false when `signal` ends that. */
export async function isTheirTime(
  context: Context,
  [first]: readonly ClaimedDelivery[],
  signal: AbortSignal,
): Promise<boolean> {
  const at = first?.sendAt ?? 0
  const waitMs = at - (context.now() - context.workspace.clockOffsetMs)
  try {
    if (waitMs > 0) await wait(waitMs, undefined, { signal })
    return true
  } catch {
    // The service stops; the lease is given back.
    return false
  }
}
