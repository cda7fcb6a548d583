import type { Context, Tx } from '../../platform/context.ts'
import { changeMemberRole, mayAnswerOffers, type Member, requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import { raiseVersion } from './agent-store.ts'
import { lockAgent } from './agent-view.ts'
import { setCapacity } from './load-store.ts'
import { appendPresenceEvents } from './presence-event.ts'
import { changePresence } from './presence-store.ts'

/**
 * Gives a member another role as `changeMemberRole` does, and describes the agent it is anew by it: the router follows at
 * once. Who may answer no offers any more goes offline, so that pending ones go to somebody else; work in hand stays.
 */
export async function changeRole(
  context: Context,
  input: Parameters<typeof changeMemberRole>[1],
): Promise<Member | null> {
  requirePermission(context, 'member:write')
  return context.transaction(async (tx) => {
    const change = await changeMemberRole(context.within(tx), input)
    if (change === null || change.previous === change.member.role) return change?.member ?? null
    const { member, previous } = change
    // Whoever becomes available asks for the role under the same lock.
    const agent = member.agentId === null ? null : await lockAgent(tx, context.workspace.id, member.agentId)
    if (agent?.kind !== 'person') return member
    await describeAnew(tx, context, { agentId: agent.id, from: previous, to: member.role })
    if (agent.presence.state !== 'offline' && !mayAnswerOffers(member.role)) await leave(tx, context, agent.id)
    return member
  })
}

async function describeAnew(
  tx: Tx,
  context: Context,
  { agentId, from, to }: { agentId: string; from: string; to: string },
): Promise<void> {
  const version = await raiseVersion(tx, context.workspace.id, { agentId, at: context.now() })
  const load = await setCapacity(tx, context.workspace.id, { agentId, capacityUnits: null })
  if (load === null) throw new Error(`Agent ${agentId} has no load row.`)
  const subject = { kind: 'agent', id: agentId, seq: load.eventSeq } as const
  const told = { changed: ['role'], previous: { role: from }, values: [{ name: 'role', from, to }] }
  const data = { ...told, version, loadVersion: load.loadVersion }
  await appendEvents(tx, context, [{ type: 'agent.updated', subject, ticketId: null, data }])
}

async function leave(tx: Tx, context: Context, agentId: string): Promise<void> {
  const wanted = { state: 'offline', reason: 'no_permission', source: 'api', until: null, keepOffers: false } as const
  const change = await changePresence(tx, context.workspace.id, { ...wanted, agentId, at: context.now() })
  if (change !== null) await appendPresenceEvents(tx, context, [change], 'role')
}
