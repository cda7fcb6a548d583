import { type EntryCut, entryCut } from '../../core/routing/index.ts'
import { priorities, type Priority, type Queue } from '../../core/workflow/index.ts'
import type { Tx } from '../../platform/context.ts'
import { ageingOf } from './ageing-of.ts'
import { type BucketRow, countByEntry, countTies } from './position-view.ts'

/** A task that waits, or one that would enter now. */
export interface Placed {
  readonly id: string
  readonly priority: string
  readonly enteredAt: number
}

/**
 * The place of each of these tasks of a queue among all that wait there, 1 = next, in the engine's own order at `now`.
 * Exact, from the rows: the engine's score gives, for each task and priority, the entry up to which that priority goes
 * before it (`entryCut`), and one pass over the waiting tasks counts them between all these entries.
 */
export async function findPositions(
  tx: Tx,
  workspaceId: string,
  { queue, tasks, now }: { queue: Queue; tasks: readonly Placed[]; now: number },
): Promise<Map<string, number>> {
  const cuts = tasks.flatMap((task) =>
    priorities.map((priority) => ({ task, priority, cut: cutOf(queue, priority, task, now) })),
  )
  const instants = [...new Set(cuts.map(({ cut }) => cut.enteredAt))].toSorted((one, other) => one - other)
  if (instants.length === 0) return new Map()
  const ties = cuts
    .filter(({ cut }) => cut.isTied)
    .map(({ task, priority }) => ({ id: task.id, enteredAt: task.enteredAt, priority }))
  const [buckets, tied] = await Promise.all([
    countByEntry(tx, workspaceId, { queue: queue.slug, instants }),
    ties.length === 0 ? [] : countTies(tx, workspaceId, { queue: queue.slug, ties }),
  ])
  const before = countsBefore(buckets, instants)
  const positions = new Map(tasks.map((task) => [task.id, 1]))
  const add = (id: string, count: number) => positions.set(id, (positions.get(id) ?? 1) + count)
  for (const { task, priority, cut } of cuts) add(task.id, before.get(priority)?.get(cut.enteredAt) ?? 0)
  for (const { id, tasks: count } of tied) add(id, count)
  return positions
}

function cutOf(queue: Queue, priority: Priority, task: Placed, now: number): EntryCut {
  const ageing = ageingOf(queue, task.priority)
  return entryCut(ageingOf(queue, priority), { ageing, enteredAt: task.enteredAt }, now)
}

/** By priority and instant, how many entered before it. */
function countsBefore(buckets: readonly BucketRow[], instants: readonly number[]): Map<string, Map<number, number>> {
  const byPriority = Map.groupBy(buckets, (row) => row.priority)
  const running = (rows: readonly BucketRow[]) => {
    const counts = new Map(rows.map((row) => [row.bucket, row.tasks]))
    let sum = 0
    return new Map(instants.map((instant, index) => [instant, (sum += counts.get(index) ?? 0)] as const))
  }
  return new Map([...byPriority].map(([priority, rows]) => [priority, running(rows)]))
}
