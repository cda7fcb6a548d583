import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A task of a queue that was accepted for the first time lately; instants in epoch ms. */
export interface TakenRow {
  readonly queue: string
  readonly enteredAt: number
  readonly offeredAt: number
  readonly acceptedAt: number
  /** When its agent was free of it again; null = still in hand. */
  readonly releasedAt: number | null
  readonly agentId: string
}

/** A task that ended before anybody took it. */
export interface LeftRow {
  readonly queue: string
  readonly enteredAt: number
  readonly endedAt: number
}

interface Asked {
  readonly queues: readonly string[]
  readonly since: number
  /** Rows of each queue at most, the latest ones. */
  readonly limit: number
}

/**
 * Acceptances of these queues since an instant, latest first. Only the first of a task: a later one, after its agent
 * was lost, tells nothing of the wait.
 */
export function findTaken(tx: Tx, workspaceId: string, { queues, since, limit }: Asked): Promise<TakenRow[]> {
  return tx.rows(sql<TakenRow>`
    select asked.queue, taken.*
    from unnest(${queues}::text[]) as asked (queue)
    cross join lateral (
      select task.entered_at as "enteredAt", offer.created_at as "offeredAt", offer.ended_at as "acceptedAt",
        offer.released_at as "releasedAt", offer.agent_id as "agentId"
      from offers as offer
      join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
      where offer.workspace_id = ${workspaceId}
        and offer.queue = asked.queue
        and offer.state = 'accepted'
        and offer.ended_at > ${new Date(since)}
        and not exists (
          select 1
          from offers as earlier
          where earlier.workspace_id = offer.workspace_id
            and earlier.task_id = offer.task_id
            and earlier.state = 'accepted'
            and (earlier.ended_at, earlier.id) < (offer.ended_at, offer.id))
      order by offer.ended_at desc
      limit ${limit}) as taken`)
}

/** Tasks of these queues that were cancelled or abandoned since an instant and never accepted, latest first. */
export function findLeft(tx: Tx, workspaceId: string, { queues, since, limit }: Asked): Promise<LeftRow[]> {
  return tx.rows(sql<LeftRow>`
    select asked.queue, gone.*
    from unnest(${queues}::text[]) as asked (queue)
    cross join lateral (
      select task.entered_at as "enteredAt", task.ended_at as "endedAt"
      from tasks as task
      where task.workspace_id = ${workspaceId}
        and task.queue = asked.queue
        and task.ended_at > ${new Date(since)}
        and task.state in ('cancelled', 'abandoned')
        and not exists (
          select 1
          from offers as offer
          where offer.workspace_id = task.workspace_id and offer.task_id = task.id and offer.state = 'accepted')
      order by task.ended_at desc
      limit ${limit}) as gone`)
}
