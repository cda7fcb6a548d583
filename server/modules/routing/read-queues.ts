import { overtakes, type Queue, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { can, requirePermission } from '../access/index.ts'
import { loadAgentsForRouter, type PresenceState } from '../agents/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { agentInputOf } from './agent-input.ts'
import { findQueueLoads, findStaff, type StaffedAgent } from './queue-view.ts'

/** A queue and how it stands now. */
export interface QueueFigures {
  readonly slug: string
  readonly label: string
  readonly waiting: number
  readonly longestWaitMs: number
  readonly offered: number
  readonly active: number
  /** Its members by presence; who is draining counts as busy. */
  readonly agents: { available: number; busy: number; away: number; offline: number }
  /** When a waiting task of `class` goes before a new one of `passes`; null = never. Deadlines can only make it sooner. */
  readonly overtakes: { class: string; passes: string; afterMs: number | null }[]
}

/** The queues in the caller's scope as they stand now, in the workflow's order. */
export async function listQueues(context: Context): Promise<QueueFigures[]> {
  requirePermission(context, 'queue:read')
  const { principal, workspace } = context
  const workflow = await currentWorkflow(context)
  const channels = principal.scope.channels === null ? null : [...principal.scope.channels]
  const [loads, staff] = await context.read((tx) =>
    Promise.all([findQueueLoads(tx, workspace.id, channels), findStaff(tx, workspace.id)]),
  )
  const queuesOf = await findMemberships(context, workflow, staff)
  const byQueue = new Map(loads.map((load) => [load.queue, load]))
  const queues = [...workflow.queues.values()].filter(({ slug }) => can(principal, 'queue:read', { queue: slug }))
  return queues.map(({ slug, label, ageing }) => {
    const { waiting = 0, offered = 0, active = 0, oldestAt = null } = byQueue.get(slug) ?? {}
    const agents = { available: 0, busy: 0, away: 0, offline: 0 }
    for (const one of staff) if (queuesOf.get(one.agentId)?.has(slug) === true) agents[shownAs(one.presence)] += 1
    const longestWaitMs = oldestAt === null ? 0 : Math.max(0, context.now() - oldestAt)
    return { slug, label, waiting, longestWaitMs, offered, active, agents, overtakes: overtakesOf(ageing) }
  })
}

function overtakesOf(ageing: Queue['ageing']): QueueFigures['overtakes'] {
  return overtakes(ageing).map(({ lower, higher, afterMinutes }) => ({
    class: lower,
    passes: higher,
    afterMs: afterMinutes === null ? null : Math.ceil(afterMinutes * 60_000),
  }))
}

function shownAs(presence: PresenceState): keyof QueueFigures['agents'] {
  return presence === 'draining' ? 'busy' : presence
}

interface Membership {
  readonly version: number
  readonly workflow: WorkflowSnapshot
  readonly queues: ReadonlySet<string>
}

const memberships = memoryKey('routing.memberships', () => new Map<string, Map<string, Membership>>())

/** The queues each agent belongs to; expressions are run again only for agents that changed, or under a new workflow. */
async function findMemberships(
  context: Context,
  workflow: WorkflowSnapshot,
  staff: readonly StaffedAgent[],
): Promise<Map<string, ReadonlySet<string>>> {
  const all = context.memory.of(memberships)
  const known = all.get(context.workspace.id) ?? new Map<string, Membership>()
  const isFresh = ({ agentId, version }: StaffedAgent) => {
    const held = known.get(agentId)
    return held !== undefined && held.version === version && held.workflow === workflow
  }
  const changed = staff.filter((one) => !isFresh(one)).map((one) => one.agentId)
  const agents =
    changed.length === 0 ? [] : await context.read((tx) => loadAgentsForRouter(tx, context.workspace.id, changed))
  const present = new Set(staff.map((one) => one.agentId))
  const fresh = new Map([...known].filter(([agentId]) => present.has(agentId)))
  for (const agent of agents) {
    const queues = new Set(agentInputOf(agent, workflow).matchedQueues)
    fresh.set(agent.agentId, { version: agent.version, workflow, queues })
  }
  all.set(context.workspace.id, fresh)
  return new Map([...fresh].map(([agentId, { queues }]) => [agentId, queues]))
}
