import { probePauseMs } from '../../core/webhooks/probe-pause.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { armTimer, type ClaimedTimer, disarmTimer, takeTimer } from '../timers/index.ts'
import { beginProbe, clearFailures, countFailure } from './endpoint-store.ts'
import { lockLoads } from './lock-store.ts'
import { appendPresenceEvents } from './presence-event.ts'
import type { PresenceChange } from './presence-store.ts'

/**
 * Failed deliveries in a row that make an agent busy: about what one offer is tried in 15 s, so that a restart of the
 * endpoint passes unnoticed and a customer does not wait for the whole offer.
 */
const failuresBeforeOpening = 5

/**
 * Notes how an endpoint did with an offer: the circuit breaker of reliability.md 3.3, kept in the agent's presence for
 * everybody to see. Several failures in a row make the agent busy with reason `endpoint_failing`; after a growing pause
 * it is available for one offer (`endpoint_probing`), and the first that gets through ends it all.
 */
export async function noteEndpoint(context: Context, input: { agentId: string; isAlive: boolean }): Promise<void> {
  requireSystem(context)
  const { agentId, isAlive } = input
  const at = context.now()
  await context.transaction(async (tx) => {
    if (isAlive) {
      const closed = await clearFailures(tx, context.workspace.id, { agentId, at })
      return closed === null ? undefined : resume(tx, context, closed)
    }
    const opened = await countFailure(tx, context.workspace.id, { agentId, at, limit: failuresBeforeOpening })
    if (opened === null) return
    await appendPresenceEvents(tx, context, [opened], 'endpoint')
    const dueAt = at + probePauseMs(opened.pauses)
    await armTimer(tx, context.workspace.id, { kind: 'agent.endpoint', subjectId: agentId, dueAt })
  })
}

async function resume(tx: Tx, context: Context, closed: PresenceChange): Promise<void> {
  await appendPresenceEvents(tx, context, [closed], 'endpoint')
  await disarmTimer(tx, context.workspace.id, { kind: 'agent.endpoint', subjectId: closed.agentId })
}

/** Ends the pause of a failing endpoint: one offer will show. False when the agent's presence was changed meanwhile. */
export async function probeEndpoint(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requireSystem(context)
  return context.transaction(async (tx) => {
    // As whoever notes a failure does: the load first, then its timer.
    await lockLoads(tx, context.workspace.id, [timer.subjectId])
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    const probe = { agentId: timer.subjectId, at: context.now() }
    const change = await beginProbe(tx, context.workspace.id, probe)
    if (change === null) return false
    await appendPresenceEvents(tx, context, [change], 'endpoint')
    return true
  })
}

function requireSystem(context: Context): void {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
}
