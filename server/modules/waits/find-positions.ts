import { type EntryCut, entryCut } from '../../core/routing/index.ts'
import {
  priorities,
  type Priority,
  type Queue,
  type SlaPolicy,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import type { Tx } from '../../platform/context.ts'
import { ageingOf } from './ageing-of.ts'
import { type BucketRow, countByEntry, countTies, findPoliciesOf } from './position-view.ts'

/** A task that waits, or one that would enter now. */
export interface Placed {
  readonly id: string
  readonly priority: string
  readonly enteredAt: number
}

/** Tasks of a queue that gain rank alike; no policy = none, or one that the order does not heed. */
interface OrderClass {
  readonly priority: Priority
  readonly policy: SlaPolicy | null
}

const keyOf = (priority: string, policy: string | null) => `${priority} ${policy ?? ''}`

/**
 * The place of each of these tasks of a queue among all that wait there, 1 = next, in the engine's own order at `now`.
 * Exact, from the rows: the engine's score gives, for each task and class, the entry up to which that class goes before
 * it (`entryCut`), and one pass over the waiting tasks counts them between all these entries. A class is a priority, and
 * where the queue has a `deadlineWeight` a priority under a service-level policy.
 */
export async function findPositions(
  tx: Tx,
  workspaceId: string,
  { queue, tasks, workflow, now }: { queue: Queue; tasks: readonly Placed[]; workflow: WorkflowSnapshot; now: number },
): Promise<Map<string, number>> {
  if (tasks.length === 0) return new Map()
  const heeded = queue.deadlineWeight === 0 ? [] : [...workflow.policies.values()]
  const classes = priorities.flatMap((priority) =>
    [null, ...heeded].map((policy): OrderClass => ({ priority, policy })),
  )
  const asked = { queue: queue.slug, policies: heeded.map((policy) => policy.slug) }
  const ids = tasks.map((task) => task.id)
  const policies = heeded.length === 0 ? new Map<string, string>() : await findPoliciesOf(tx, workspaceId, ids)
  const cuts = tasks.flatMap((task) => {
    const own = heeded.find((policy) => policy.slug === policies.get(task.id)) ?? null
    const ageing = ageingOf(queue, task.priority, own)
    return classes.map((ahead) => ({ task, ahead, cut: cutOf(queue, ahead, { ageing, ...task }, now) }))
  })
  const instants = [...new Set(cuts.map(({ cut }) => cut.enteredAt))].toSorted((one, other) => one - other)
  const ties = cuts
    .filter(({ cut }) => cut.isTied)
    .map(({ task, ahead }) => ({ ...task, priority: ahead.priority, policy: ahead.policy?.slug ?? null }))
  const [buckets, tied] = await Promise.all([
    countByEntry(tx, workspaceId, { ...asked, instants }),
    ties.length === 0 ? [] : countTies(tx, workspaceId, { ...asked, ties }),
  ])
  const before = countsBefore(buckets, instants)
  const positions = new Map(tasks.map((task) => [task.id, 1]))
  const add = (id: string, count: number) => positions.set(id, (positions.get(id) ?? 1) + count)
  for (const { task, ahead, cut } of cuts) {
    add(task.id, before.get(keyOf(ahead.priority, ahead.policy?.slug ?? null))?.get(cut.enteredAt) ?? 0)
  }
  for (const { id, tasks: count } of tied) add(id, count)
  return positions
}

function cutOf(
  queue: Queue,
  ahead: OrderClass,
  task: { ageing: ReturnType<typeof ageingOf>; enteredAt: number },
  now: number,
): EntryCut {
  return entryCut(ageingOf(queue, ahead.priority, ahead.policy), task, now)
}

/** By class and instant, how many entered before it. */
function countsBefore(buckets: readonly BucketRow[], instants: readonly number[]): Map<string, Map<number, number>> {
  const byClass = Map.groupBy(buckets, (row) => keyOf(row.priority, row.policy))
  const running = (rows: readonly BucketRow[]) => {
    const counts = new Map(rows.map((row) => [row.bucket, row.tasks]))
    let sum = 0
    return new Map(instants.map((instant, index) => [instant, (sum += counts.get(index) ?? 0)] as const))
  }
  return new Map([...byClass].map(([key, rows]) => [key, running(rows)]))
}
