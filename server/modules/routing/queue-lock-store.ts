import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

const lock = {
  name: 'queues-lock',
  text: `
    select pg_advisory_xact_lock(hashtextextended('queue ' || $1::text || ' ' || asked.queue, 0))
    from (select queue from unnest($2::text[]) as queue order by queue) as asked`,
}

/** Keeps others from entering these queues until the transaction ends; after all locks of rows, in the order of names. */
export async function lockQueues(tx: Tx, workspaceId: string, queues: readonly string[]): Promise<void> {
  await tx.prepared(lock, [workspaceId, queues])
}

/** A queue, and how many of its tasks there is sense in counting. */
export interface Counted {
  readonly queue: string
  readonly most: number
}

/** How many tasks wait in these queues besides those named. Newest first, for what is in hand or paused is older. */
export async function countWaiting(
  tx: Tx,
  workspaceId: string,
  { queues, besides }: { queues: readonly Counted[]; besides: readonly string[] },
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ queue: string; waiting: number }>`
    select asked.queue, counted.waiting
    from unnest(${queues.map((one) => one.queue)}::text[], ${queues.map((one) => one.most)}::integer[])
      as asked (queue, most)
    cross join lateral (
      select count(*) as waiting
      from (
        select 1
        from tasks as task
        where task.workspace_id = ${workspaceId}
          and task.queue = asked.queue
          and task.state not in ('done', 'cancelled', 'abandoned')
          and task.state = 'waiting'
          and task.id <> all(${besides}::uuid[])
        order by task.entered_at desc
        limit asked.most) as one) as counted`)
  return new Map(rows.map((row) => [row.queue, row.waiting]))
}
