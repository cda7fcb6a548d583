import { setImmediate } from 'node:timers/promises'
import type { AgentInput } from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { describeAgents } from '../agents/index.ts'
import { agentInputOf } from './agent-input.ts'
import { plainQueue } from './engine-queue.ts'

/** An agent as the router takes it, with the queues whose membership expression holds for it, for whichever tasks. */
export interface Membership {
  readonly input: AgentInput
  readonly queues: ReadonlySet<string>
}

interface Held extends Membership {
  readonly version: number
  readonly workflow: WorkflowSnapshot
}

/** To look for each of more than these in a list costs more than to read all. */
const askedOneByOne = 500

/** After so many others get their turn: the expressions of 10,000 agents take a fifth of a second. */
const judgedAtOnce = 500

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
  const isKnown = ({ agentId, version }: { agentId: string; version: number }) => {
    const held = known.get(agentId)
    return held?.version === version && held.workflow === workflow
  }
  const ids = agents.filter((agent) => !isKnown(agent)).map((agent) => agent.agentId)
  if (ids.length === 0) return known
  const asked = ids.length > askedOneByOne ? null : ids
  const described = await context.read((tx) => describeAgents(tx, context.workspace.id, asked))
  for (const [turn, agent] of described.entries()) {
    if (turn % judgedAtOnce === judgedAtOnce - 1) await setImmediate()
    // Another call may have come to it meanwhile.
    if (isKnown(agent)) continue
    const input = agentInputOf(agent, workflow)
    known.set(agent.agentId, {
      version: agent.version,
      workflow,
      input,
      queues: new Set(input.matchedQueues.map(plainQueue)),
    })
  }
  return known
}
