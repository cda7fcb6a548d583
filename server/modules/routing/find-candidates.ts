import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { type CandidateRow, listCandidates } from './candidates-view.ts'
import { isOnShift, openCalendars } from './engine-config.ts'
import { engineQueueOf } from './engine-queue.ts'
import { fitsQueue, requirementsAt } from './fit-now.ts'
import { findMemberships } from './memberships.ts'
import type { Task } from './task.ts'

/** Who could take a task, by what they are; whether they have room is for whoever holds their load to say. */
export interface Candidates {
  /** Those who fit, there or not. */
  readonly fitting: number
  /** Those of them who are there and have not turned it down, the best first: by rating, then by load and idle time. */
  readonly available: readonly string[]
}

/** Looks for who fits a task in its queue as it stands now, by the same rules as the router. */
export async function findCandidates(context: Context, task: Task, workflow: WorkflowSnapshot): Promise<Candidates> {
  const now = context.now()
  const rows = await context.read((tx) => listCandidates(tx, context.workspace.id))
  const memberships = await findMemberships(context, workflow, rows)
  const needed = requirementsAt(task, workflow, now)
  const queueId = engineQueueOf(workflow, { taskId: task.id, queue: task.queue })
  const fitting = rows.filter(({ agentId }) => {
    const membership = memberships.get(agentId)
    return membership !== undefined && fitsQueue(membership.input, queueId, needed)
  })
  const open = openCalendars(workflow, now)
  const available = fitting
    .filter(({ isAvailable, shift }) => isAvailable && isOnShift(workflow, shift, open))
    .filter(({ agentId }) => (task.exclusions[agentId] ?? 0) <= now)
    .toSorted(byRank)
  return { fitting: fitting.length, available: available.map(({ agentId }) => agentId) }
}

/** Who has no rating comes after those who have one. */
function byRank(one: CandidateRow, other: CandidateRow): number {
  const byRating = (other.rating ?? -1) - (one.rating ?? -1)
  return byRating || one.load - other.load || one.idleSince - other.idleSince
}
