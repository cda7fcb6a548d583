import { exploredWorkflow } from '../explored-workflow.ts'
import { overridesOf } from '../people.ts'
import type { RowTx } from '../rows/row-tx.ts'
import { isHeld, type OfferRow } from '../rows/row-types.ts'
import type { Rows } from '../rows/rows.ts'
import type { World } from '../world.ts'
import { Broken } from './invariants.ts'

/** Whether an agent has as many tasks of a kind as it may, or `more` beyond that. */
export function isAtMaximum(
  { offers, kindOf }: { offers: readonly OfferRow[]; kindOf: (taskId: string) => string | undefined },
  { agentId, kind, more = 0 }: { agentId: string; kind: string; more?: number },
): boolean {
  const own = overridesOf(agentId)[kind]?.maxAtOnce
  const most = own === undefined ? (exploredWorkflow().capacity.maxima as Record<string, number>)[kind] : own
  const held = offers.filter((offer) => offer.agentId === agentId && isHeld(offer) && kindOf(offer.taskId) === kind)
  return held.length >= (most ?? Infinity) + more
}

/** What an agent is given or asked for, unless it is forced, is within the maximum of its kind with all it has by then. */
export function checkMaxima(tx: RowTx, { tables }: Rows<RowTx>, { routers }: World): void {
  const kindOf = (taskId: string) => tx.get('task', taskId)?.kind
  for (const offer of tx.written.offer?.values() ?? []) {
    const { id, taskId, agentId, decisionId } = offer
    if (tables.offer.has(id) || offer.forced || !isHeld(offer)) continue
    const engine = routers.find(({ actor }) => actor === tx.actor)?.engine
    // By the workflow the router has: it reads a newer one with its next turn.
    const isOld = engine?.config.workflowVersion !== String(exploredWorkflow().version)
    if (decisionId !== null && isOld) continue
    const kind = kindOf(taskId) ?? ''
    if (isAtMaximum({ offers: tx.all('offer'), kindOf }, { agentId, kind, more: 1 }))
      throw new Broken('over_maximum', `${id} of kind ${kind} to ${agentId}`)
  }
}
