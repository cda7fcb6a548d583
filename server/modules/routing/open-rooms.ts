import {
  allTerms,
  type Entry,
  enterQueue,
  type OverflowStep,
  queuesToCount,
  termsOf,
} from '../../core/workflow/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { isOnShift, openCalendars, openQueues } from './engine-config.ts'
import { engineQueue } from './engine-queue.ts'
import { fitsQueue, requirementsAt } from './fit-now.ts'
import { findMemberships, type Membership } from './memberships.ts'
import { partnerQueue } from './partner-queue.ts'
import { findAvailable } from './present-view.ts'
import { countWaiting, lockQueues } from './queue-lock-store.ts'
import { standingOf } from './standing-of.ts'
import type { Task } from './task.ts'

/** Queues as they are while nobody else may enter them. */
export interface QueueRooms {
  /**
   * Lets a task in, and counts it from now on; says where it comes to wait, by the steps of length on its way. `caller`
   * is the number it calls from, null when it is no call.
   */
  enter(task: Task, caller: string | null): Entry
}

/**
 * Holds the queues that tasks may come to wait in when they enter these, as far as their length is limited, and counts
 * who waits there: until the transaction ends nobody else enters them, so no limit is ever passed by two at once. Asks
 * the database nothing where no length is limited. `moved` are tasks that stand in these queues already but are to enter.
 */
export async function openRooms(
  tx: Tx,
  context: Context,
  input: { workflow: WorkflowSnapshot; entered: Iterable<string>; moved?: readonly string[] },
): Promise<QueueRooms> {
  const { workflow, moved = [] } = input
  const queues = queuesToCount(workflow, input.entered)
  if (queues.length === 0) return { enter: (task, caller) => ({ standing: standingOf(task, caller), taken: [] }) }
  const asked = { queues: queues.map((queue) => ({ queue, most: mostOf(workflow, queue) })), besides: moved }
  // One round trip: the second statement sees what was committed when the first one got the locks.
  const [, counts] = await Promise.all([
    lockQueues(tx, context.workspace.id, queues),
    countWaiting(tx, context.workspace.id, asked),
  ])
  const present = await readPresent(tx, context, workflow, queues)
  return {
    enter: (task, caller) => {
      const entry = enterQueue(termsOf(workflow, task.id), standingOf(task, caller), {
        waitingIn: (queue) => counts.get(queue) ?? 0,
        isPassedOver: (step) => step.skipIf !== null && !present(task, step),
      })
      const { queue } = entry.standing
      counts.set(queue, (counts.get(queue) ?? 0) + 1)
      return entry
    },
  }
}

/** Counted beyond the highest limit of a queue: for the record only, since nothing more is decided by it. */
const countedBeyond = 500

function mostOf(workflow: WorkflowSnapshot, slug: string): number {
  return Math.max(...stepsIn(workflow, slug).map(({ above }) => above ?? 0)) + countedBeyond
}

/** Every step that some task may take in a queue. */
function stepsIn(workflow: WorkflowSnapshot, slug: string): OverflowStep[] {
  return allTerms(workflow).flatMap(({ queues }) => queues.get(slug)?.overflow ?? [])
}

/** Says whether somebody is there who could take a task where a step leads; true for what nobody has to take. */
async function readPresent(
  tx: Tx,
  context: Context,
  workflow: WorkflowSnapshot,
  queues: readonly string[],
): Promise<(task: Task, step: OverflowStep) => boolean> {
  const steps = queues.flatMap((slug) => stepsIn(workflow, slug))
  if (!steps.some(({ on, skipIf }) => on === 'length' && skipIf !== null)) return () => true
  const now = context.now()
  const shifts = openCalendars(workflow, now)
  const open = openQueues(workflow, now)
  const found = await findAvailable(tx, context.workspace.id)
  const available = found.filter(({ shift }) => isOnShift(workflow, shift, shifts))
  const memberships = await findMemberships(context.within(tx), workflow, available)
  const isThere = (check: (one: Membership) => boolean) =>
    available.some(({ agentId }) => {
      const membership = memberships.get(agentId)
      return membership !== undefined && check(membership)
    })
  return (task, { to }) => {
    const terms = termsOf(workflow, task.id)
    if (to.kind === 'partner') {
      return isThere(({ input }) => input.queues.includes(partnerQueue(terms, task.queue, to.partner)))
    }
    if (to.kind !== 'queue') return true
    const queueId = engineQueue(terms, to.queue)
    if (!open.has(queueId)) return false
    const needed = requirementsAt({ ...task, queue: to.queue, partner: null }, workflow, now)
    return isThere(({ input }) => fitsQueue(input, queueId, needed))
  }
}
