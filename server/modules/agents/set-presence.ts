import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { mayAnswerOffers, requirePermission } from '../access/index.ts'
import { armTimer, disarmTimer } from '../timers/index.ts'
import { type Agent, isInScope, type PresenceState } from './agent.ts'
import { findAgent, lockAgent } from './agent-view.ts'
import { appendPresenceEvents } from './presence-event.ts'
import { endDraining } from './end-draining.ts'
import { endpointReasons } from './endpoint-reasons.ts'
import { isEndpointDoubtful } from './endpoint-store.ts'
import { lockLoads } from './lock-store.ts'
import { changePresence } from './presence-store.ts'
import { findRole } from './role-view.ts'

export interface PresenceInput {
  readonly agentId: string
  readonly state: PresenceState
  /** A code of the workflow's list or the caller's own word; never about a customer. */
  readonly reason: string | null
  /** After this time the agent goes offline; left out = the presence stays. */
  readonly ttlSeconds?: number
  /** `socket`: it lasts while the agent's own socket beats. `api`: until changed. */
  readonly source: 'api' | 'socket'
  /** Pending offers stay although the agent leaves `available`; left out = they are taken back (routing.md 2.2). */
  readonly keepOffers?: boolean
}

/**
 * Sets the presence of the caller's own agent, or of any in scope with `agents:act`; null when there is none.
 * Saying again what is so already renews the time limit and records nothing (api.md, Driving agents by API). An agent
 * that drains and holds nothing is offline at once; one whose endpoint has failed is tried with one offer first. Throws
 * `forbidden` for `available` where the agent's member may answer no offers.
 */
export async function setPresence(context: Context, input: PresenceInput): Promise<Agent | null> {
  const { agentId } = input
  if (agentId !== context.principal.agentId) requirePermission(context, 'agents:act', { agentId })
  return context.transaction(async (tx) => {
    const agent = await lockAgent(tx, context.workspace.id, agentId)
    if (agent === null || !isInScope(context.principal, agent)) return null
    if (input.state === 'available') await requireMayAnswer(tx, context, agent)
    // What its endpoint did counts until the presence is set: a failure that is being counted comes first.
    if (agent.endpointUrl !== null) await lockLoads(tx, context.workspace.id, [agentId])
    const at = context.now()
    const until = untilOf(input, at)
    const keepOffers = input.state !== 'available' && input.keepOffers === true
    const reason = input.state === 'available' ? await doubtOf(tx, context, input) : input.reason
    const change = await changePresence(tx, context.workspace.id, { ...input, reason, at, until, keepOffers })
    if (change === null) return null
    await keepTimer(tx, context, { agentId, until })
    if (change.isNew) await appendPresenceEvents(tx, context, [change], input.source)
    const changed = await findAgent(tx, context.workspace.id, agentId)
    if (input.state !== 'draining' || changed === null) return changed
    // Its load as it is now that the row is held: work may have ended since the agent was read.
    await endDraining(tx, context, [{ agentId, ...changed.load, presence: changed.presence.state }])
    return findAgent(tx, context.workspace.id, agentId)
  })
}

/** Nothing would be offered, and nobody would know why. */
async function requireMayAnswer(tx: Tx, context: Context, { id, memberId }: Agent): Promise<void> {
  if (memberId === null) return
  const role = await findRole(tx, context.workspace.id, id)
  if (role === null || mayAnswerOffers(role)) return
  const text = `Whoever has the role "${role}" may answer no offers`
  throw new AppError('forbidden', `${text}, so this agent cannot be available.`, {
    reason: { code: 'no_permission', text },
  })
}

function untilOf(input: PresenceInput, at: number): number | null {
  return input.ttlSeconds === undefined || input.state === 'offline' ? null : at + input.ttlSeconds * 1000
}

/** The reason of an available agent: its own, unless its endpoint has yet to prove itself. */
async function doubtOf(tx: Tx, context: Context, { agentId, reason }: PresenceInput): Promise<string | null> {
  return (await isEndpointDoubtful(tx, context.workspace.id, agentId)) ? endpointReasons.probing : reason
}

async function keepTimer(tx: Tx, context: Context, limit: { agentId: string; until: number | null }): Promise<void> {
  const timer = { kind: 'agent.presence', subjectId: limit.agentId } as const
  if (limit.until === null) await disarmTimer(tx, context.workspace.id, timer)
  else await armTimer(tx, context.workspace.id, { ...timer, dueAt: limit.until })
}
