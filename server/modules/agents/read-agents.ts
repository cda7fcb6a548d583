import { meetsRating, type RatingExpression } from '../../core/filters/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { requirePermission } from '../access/index.ts'
import { type Agent, type AgentKind, isInScope } from './agent.ts'
import { findAgent, listAgentPage, listRatings } from './agent-view.ts'
import type { SkillFilter } from './skill-filter.ts'
import { findHeldTasks, type HeldTask } from './workload-view.ts'

/** One agent; null when there is none in the caller's scope. One's own needs no permission. */
export async function getAgent(context: Context, input: { agentId: string }): Promise<Agent | null> {
  if (input.agentId !== context.principal.agentId) requirePermission(context, 'agents:read')
  const agent = await context.read((tx) => findAgent(tx, context.workspace.id, input.agentId))
  return agent !== null && isInScope(context.principal, agent) ? agent : null
}

export interface AgentQuery {
  readonly skill?: SkillFilter
  readonly language?: string
  readonly queue?: string
  readonly kind?: AgentKind
  readonly rating?: RatingExpression
  /** The last id of the page before. */
  readonly before: string | null
  readonly limit: number
}

/** A page of the agents in the caller's scope, newest first; `next` is the `before` of the next page. */
export async function listAgents(
  context: Context,
  query: AgentQuery,
): Promise<{ agents: Agent[]; next: string | null }> {
  requirePermission(context, 'agents:read')
  const { scope, partnerId } = context.principal
  const { before, limit } = query
  const filters = {
    skill: query.skill ?? null,
    language: query.language ?? null,
    queue: query.queue ?? null,
    kind: query.kind ?? null,
    granted: scopeLists(scope),
    partnerId,
  }
  const found = await context.read(async (tx) => {
    const ratings = query.rating === undefined ? null : await ratingsMeeting(tx, context, query.rating)
    return listAgentPage(tx, context.workspace.id, { filters: { ...filters, ratings }, before, limit: limit + 1 })
  })
  const agents = found.slice(0, limit)
  return { agents, next: found.length > limit ? (agents.at(-1)?.id ?? null) : null }
}

/** The few different ratings there are, of which the expression says which it means. */
async function ratingsMeeting(tx: Tx, context: Context, expression: RatingExpression): Promise<string[]> {
  const ratings = await listRatings(tx, context.workspace.id)
  return ratings.filter((rating) => meetsRating(expression, rating))
}

/** What an agent holds now. `byChannel` is in units and sums to used and reserved together. */
export interface Workload {
  readonly usedUnits: number
  readonly reservedUnits: number
  readonly capacityUnits: number
  readonly byChannel: Readonly<Record<string, number>>
  readonly tasks: readonly HeldTask[]
}

/** An agent's load with the tasks behind it, of one moment; null when there is none in the caller's scope. */
export async function getWorkload(context: Context, input: { agentId: string }): Promise<Workload | null> {
  if (input.agentId !== context.principal.agentId) requirePermission(context, 'agents:read')
  return context.read(async (tx) => {
    const agent = await findAgent(tx, context.workspace.id, input.agentId)
    if (agent === null || !isInScope(context.principal, agent)) return null
    const tasks = await findHeldTasks(tx, context.workspace.id, agent.id)
    const byChannel: Record<string, number> = {}
    for (const task of tasks) byChannel[task.channel] = (byChannel[task.channel] ?? 0) + task.units
    return { ...agent.load, capacityUnits: agent.capacityUnits, byChannel, tasks }
  })
}
