import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { moveMentions } from '../collaboration/index.ts'
import { noChange, type TicketChange } from '../handling/index.ts'
import { findMergedSources, moveMessagesBack } from '../tickets/index.ts'

/**
 * Gives a ticket that goes on by itself again what was said to it, and to those that go on in it, while it was merged:
 * a reply that stayed would be read by the other customer, and be missing from the export of its own. What opened a
 * follow-up, or went on in one, stays there: it has been worked on as a request. All tickets are locked.
 */
export async function takeWordsBack(
  tx: Tx,
  context: Context,
  { sourceId, targetIds }: { sourceId: string; targetIds: readonly string[] },
): Promise<TicketChange> {
  const workspaceId = context.workspace.id
  const sources = await findMergedSources(tx, workspaceId, sourceId)
  const saidTo = [sourceId, ...sources.map(({ id }) => id)]
  const moved = await moveMessagesBack(tx, workspaceId, { saidTo, from: targetIds, to: sourceId })
  const last = moved.at(-1)
  if (last === undefined) return noChange
  await moveMentions(tx, workspaceId, { messageIds: moved.map(({ id }) => id), ticketId: sourceId })
  const facts = moved.map(({ id, seq, visibility, authorKind, from }) => {
    const data = { messageId: encodeId('message', id), seq, visibility, authorKind, fromId: encodeId('ticket', from) }
    return { type: 'message.moved', data } as const
  })
  return { ...noChange, patch: { messageSeq: last.seq }, facts }
}
