import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { type Agent, type AgentQuery, listAgents } from '../agents/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { findMemberships } from './memberships.ts'
import { findHeldKinds } from './roster-view.ts'

/** What an agent holds in one look, and where it belongs. */
export interface RosterLoad {
  readonly usedUnits: number
  readonly reservedUnits: number
  readonly capacityUnits: number
  readonly tasks: number
  readonly offers: number
  /** Tasks and offers together, by kind of task. */
  readonly byKind: Readonly<Record<string, number>>
  /** Units of the work in hand, by kind of task. */
  readonly unitsByKind: Readonly<Record<string, number>>
  /** By the membership expressions of the workflow, within the caller's scope. */
  readonly queues: readonly string[]
}

/** A page of agents as `listAgents` gives it, each with what it holds: two statements more, however many they are. */
export async function listRoster(
  context: Context,
  query: AgentQuery,
): Promise<{ agents: { agent: Agent; workload: RosterLoad }[]; next: string | null }> {
  requirePermission(context, 'agents:read')
  const { agents, next } = await listAgents(context, query)
  const workflow = await currentWorkflow(context)
  const ids = agents.map((agent) => agent.id)
  const [held, memberships] = await Promise.all([
    context.read((tx) => findHeldKinds(tx, context.workspace.id, ids)),
    findMemberships(
      context,
      workflow,
      agents.map(({ id, version }) => ({ agentId: id, version })),
    ),
  ])
  const roster = agents.map((agent) => {
    const own = held.filter((row) => row.agentId === agent.id)
    const queues = [...(memberships.get(agent.id)?.queues ?? [])]
    const workload = {
      ...agent.load,
      capacityUnits: agent.capacityUnits,
      tasks: own.reduce((sum, row) => sum + row.tasks, 0),
      offers: own.reduce((sum, row) => sum + row.offers, 0),
      byKind: Object.fromEntries(own.map((row) => [row.kind, row.tasks + row.offers])),
      unitsByKind: Object.fromEntries(own.flatMap((row) => (row.tasks > 0 ? [[row.kind, row.units]] : []))),
      queues: queues.filter((queue) => can(context.principal, 'agents:read', { queue })),
    }
    return { agent, workload }
  })
  return { agents: roster, next }
}
