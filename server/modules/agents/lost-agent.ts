import type { Context, Tx } from '../../platform/context.ts'
import { armTimer, armTimers } from '../timers/index.ts'
import { findLost } from './lost-agent-view.ts'
import type { PresenceChange } from './presence-store.ts'

/**
 * Has somebody look after the live work of agents who are gone without having said so. The timer rings at once; whoever
 * hears it knows the grace of each kind of work (domain.md, Agent).
 */
export async function watchLostWork(tx: Tx, context: Context, changes: readonly PresenceChange[]): Promise<void> {
  const subjectIds = changes.map((change) => change.agentId)
  await armTimers(tx, context.workspace.id, { kind: 'agent.lost', subjectIds, dueAt: context.now() })
}

/** The same for work that goes on in the hands of an agent who may be gone for long. */
export async function watchIfLost(tx: Tx, context: Context, agentId: string): Promise<void> {
  if ((await findLost(tx, context.workspace.id, agentId)) === null) return
  await armTimer(tx, context.workspace.id, { kind: 'agent.lost', subjectId: agentId, dueAt: context.now() })
}
