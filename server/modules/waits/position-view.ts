import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Waiting tasks of a priority between two of the instants asked for; bucket n entered at or after n of them. */
export interface BucketRow {
  readonly priority: string
  readonly bucket: number
  readonly tasks: number
}

/** Counts the waiting tasks of a queue by priority between instants (epoch ms, ascending), in one pass. */
export function countByEntry(
  tx: Tx,
  workspaceId: string,
  asked: { queue: string; instants: readonly number[] },
): Promise<BucketRow[]> {
  const instants = asked.instants.map((instant) => new Date(instant).toISOString())
  return tx.rows(sql<BucketRow>`
    select task.priority, width_bucket(task.entered_at, ${instants}::timestamptz[]) as bucket, count(*) as tasks
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.queue = ${asked.queue}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and task.state = 'waiting'
    group by 1, 2`)
}

/** A task, and the priorities whose tasks go before it when they entered with it and have a smaller id. */
export interface TieAsked {
  readonly id: string
  readonly enteredAt: number
  readonly priority: string
}

/** How many waiting tasks entered at the same instant and go before by their id. */
export function countTies(
  tx: Tx,
  workspaceId: string,
  { queue, ties }: { queue: string; ties: readonly TieAsked[] },
): Promise<{ id: string; tasks: number }[]> {
  return tx.rows(sql<{ id: string; tasks: number }>`
    select asked.id, count(*) as tasks
    from unnest(${ties.map((tie) => tie.id)}::uuid[], ${ties.map((tie) => tie.priority)}::text[],
      ${ties.map((tie) => new Date(tie.enteredAt).toISOString())}::timestamptz[]) as asked (id, priority, entered_at)
    join tasks as task on task.entered_at = asked.entered_at and task.priority = asked.priority and task.id < asked.id
    where task.workspace_id = ${workspaceId}
      and task.queue = ${queue}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and task.state = 'waiting'
    group by asked.id`)
}
