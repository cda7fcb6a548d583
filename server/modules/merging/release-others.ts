import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { unfollowReleased } from '../collaboration/index.ts'
import { commitChange, gripTickets, MovedMeanwhile, noChange, type TicketFact } from '../handling/index.ts'
import { endMerge } from './merge-store.ts'
import { findMergeOf, findOthersMergedInto, findSourcesOf, findTargetsOf } from './merge-view.ts'
import { takeWordsBack } from './take-words-back.ts'

/**
 * Ends the merges by which tickets of other customers go on in those of this one, who is about to be erased: each has what
 * was said to it back and stays closed, to be reopened or followed up as any closed ticket. Held one after the other, all on
 * its way at once.
 */
export async function releaseOthers(tx: Tx, context: Context, customerId: string): Promise<void> {
  for (const sourceId of await findOthersMergedInto(tx, context.workspace.id, customerId))
    await release(tx, context, sourceId)
}

async function release(tx: Tx, context: Context, sourceId: string): Promise<void> {
  const workspaceId = context.workspace.id
  const targetIds = await findTargetsOf(tx, workspaceId, sourceId)
  const grips = await gripTickets(tx, context, { ticketIds: [sourceId, ...targetIds], agentIds: [] })
  const source = grips.get(sourceId)
  const merge = await findMergeOf(tx, workspaceId, sourceId)
  const isSame = (await findTargetsOf(tx, workspaceId, sourceId)).join() === targetIds.join()
  if (source === undefined || merge === null || !isSame) throw new MovedMeanwhile('The ticket was released meanwhile.')
  await endMerge(tx, workspaceId, { id: merge.id, at: context.now() })
  const words = await takeWordsBack(tx, context, { sourceId, targetIds })
  const { status } = source.ticket
  const data = {
    sourceId: encodeId('ticket', merge.sourceId),
    targetId: encodeId('ticket', merge.targetId),
    from: status,
    to: status,
    ...(words.facts.length > 0 && { messages: words.facts.length }),
  }
  const told: TicketFact = { type: 'ticket.unmerged', data }
  const target = grips.get(merge.targetId)
  if (target !== undefined) await commitChange(tx, context, target, { ...noChange, facts: [told] })
  for (const { ticket } of targetIds.flatMap((id) => grips.get(id) ?? [])) {
    const sourceIds = await findSourcesOf(tx, workspaceId, ticket.id)
    await unfollowReleased(tx, context, { target: ticket, sourceIds })
  }
  const callback = { event: 'ticket.unmerged', from: status, to: status } as const
  await commitChange(tx, context, source, {
    ...noChange,
    patch: words.patch,
    facts: [{ ...told, callback }, ...words.facts],
  })
}
