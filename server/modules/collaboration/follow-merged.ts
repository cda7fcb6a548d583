import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Ticket } from '../tickets/index.ts'
import { type BesideFact, recordBeside } from './change-beside.ts'
import { deleteMergedFollowers, insertMergedFollowers } from './follower-store.ts'

/** A ticket in which others go on; this transaction has locked it. */
type Target = Pick<Ticket, 'id' | 'eventSeq'>

/** Lets who follows a ticket follow the one it goes on in. */
export async function followMerged(
  tx: Tx,
  context: Context,
  { sourceId, target }: { sourceId: string; target: Target },
): Promise<void> {
  const merge = { sourceId, targetId: target.id, at: context.now() }
  const added = await insertMergedFollowers(tx, context.workspace.id, merge)
  const facts = added.map((id): BesideFact => ({
    type: 'ticket.followed',
    data: { agentId: encodeId('agent', id), reason: 'merged' },
  }))
  if (facts.length > 0) await recordBeside(tx, context, { ticket: target, facts, isChange: false })
}

/**
 * Lets who follows a ticket because of merges alone follow it no longer, unless they follow one of those that still go on
 * in it.
 */
export async function unfollowReleased(
  tx: Tx,
  context: Context,
  { target, sourceIds }: { target: Target; sourceIds: readonly string[] },
): Promise<void> {
  const gone = await deleteMergedFollowers(tx, context.workspace.id, { targetId: target.id, sourceIds })
  const facts = gone.map((id): BesideFact => ({
    type: 'ticket.unfollowed',
    data: { agentId: encodeId('agent', id) },
  }))
  if (facts.length > 0) await recordBeside(tx, context, { ticket: target, facts, isChange: false })
}
