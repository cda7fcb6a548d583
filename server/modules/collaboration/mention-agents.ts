import { handleOf, handlesIn } from '../../core/mentions/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import type { BesideFact } from './change-beside.ts'
import { insertFollowers } from './follower-store.ts'
import { findNamedAgents, listNamedAgents } from './follower-view.ts'
import { insertMentions } from './mention-store.ts'

export interface NewMentions {
  readonly ticketId: string
  readonly messageId: string
  readonly body: string
  /** Named by the caller beside those whom the text names. */
  readonly agentIds: readonly string[]
}

/**
 * Tells the agents a note names, who follow its ticket from then on; gives what is to be told of it. The ticket is locked
 * and the message stored. Throws `invalid` for an agent who is not there.
 */
export async function mentionAgents(tx: Tx, context: Context, named: NewMentions): Promise<BesideFact[]> {
  const { ticketId, messageId } = named
  const agentIds = [...(await findNamed(tx, context, named))].toSorted()
  if (agentIds.length === 0) return []
  const at = context.now()
  const ids = agentIds.map(() => newId())
  await insertMentions(tx, context.workspace.id, { ids, agentIds, ticketId, messageId, at })
  const reason = 'mentioned'
  const followers = await insertFollowers(tx, context.workspace.id, { ticketId, agentIds, reason, at })
  const mentioned = agentIds.map((agentId, index): BesideFact => ({
    type: 'ticket.mentioned',
    data: {
      agentId: encodeId('agent', agentId),
      messageId: encodeId('message', messageId),
      mentionId: encodeId('mention', ids[index] ?? ''),
    },
  }))
  const followed = followers.map((agentId): BesideFact => ({
    type: 'ticket.followed',
    data: { agentId: encodeId('agent', agentId), reason },
  }))
  return [...mentioned, ...followed]
}

async function findNamed(tx: Tx, context: Context, { body, agentIds }: NewMentions): Promise<Set<string>> {
  const handles = handlesIn(body)
  if (handles.length === 0 && agentIds.length === 0) return new Set()
  const known = agentIds.length === 0 ? [] : await findNamedAgents(tx, context.workspace.id, agentIds)
  refuseUnknown(agentIds, new Set(known.map(({ id }) => id)))
  const everybody = handles.length === 0 ? [] : await listNamedAgents(tx, context.workspace.id)
  const byHandle = Map.groupBy(everybody, ({ name }) => handleOf(name))
  const called = handles.flatMap((handle) => {
    const bearers = byHandle.get(handle) ?? []
    return bearers.length === 1 ? bearers : []
  })
  const named = new Set([...known, ...called].map(({ id }) => id))
  if (context.principal.agentId !== null) named.delete(context.principal.agentId)
  return named
}

function refuseUnknown(agentIds: readonly string[], known: ReadonlySet<string>): void {
  const faults = agentIds.flatMap((id, index): FieldError[] => {
    const message = 'There is no such agent in this workspace.'
    return known.has(id) ? [] : [{ pointer: `/mentions/${index}`, code: 'unknown_agent', message }]
  })
  if (faults.length > 0) throw new AppError('invalid', 'Somebody who is named is not there.', {}, faults)
}
