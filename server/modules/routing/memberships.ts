import type { AgentInput } from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { loadAgentsForRouter } from '../agents/index.ts'
import { agentInputOf } from './agent-input.ts'

/** An agent as the router takes it, with the queues whose membership expression holds for it. */
export interface Membership {
  readonly input: AgentInput
  readonly queues: ReadonlySet<string>
}

interface Held extends Membership {
  readonly version: number
  readonly workflow: WorkflowSnapshot
}

const memberships = memoryKey('routing.memberships', () => new Map<string, Map<string, Held>>())

/** What each agent belongs to; expressions are run again only for agents that changed, or under a new workflow. */
export async function findMemberships(
  context: Context,
  workflow: WorkflowSnapshot,
  agents: readonly { readonly agentId: string; readonly version: number }[],
): Promise<ReadonlyMap<string, Membership>> {
  const all = context.memory.of(memberships)
  const known = all.get(context.workspace.id) ?? new Map<string, Held>()
  all.set(context.workspace.id, known)
  const changed = agents.filter(({ agentId, version }) => {
    const held = known.get(agentId)
    return held === undefined || held.version !== version || held.workflow !== workflow
  })
  const ids = changed.map((one) => one.agentId)
  const rows = ids.length === 0 ? [] : await context.read((tx) => loadAgentsForRouter(tx, context.workspace.id, ids))
  for (const agent of rows) {
    const input = agentInputOf(agent, workflow)
    known.set(agent.agentId, { version: agent.version, workflow, input, queues: new Set(input.matchedQueues) })
  }
  return known
}
