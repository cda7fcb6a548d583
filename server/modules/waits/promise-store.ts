import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** An estimate that was given out; `promisedAt` in epoch ms. */
export interface NewPromise {
  readonly id: string
  readonly taskId: string
  readonly queue: string
  readonly priority: string
  readonly position: number
  readonly p50Seconds: number
  readonly p90Seconds: number
  readonly basis: string
  readonly confidence: string
  readonly promisedAt: number
}

const minuteMs = 60_000

/** Keeps promises; a second one for a task within the same minute is left out. */
export async function insertPromises(tx: Tx, workspaceId: string, promises: readonly NewPromise[]): Promise<void> {
  const rows = promises.map((promise) => ({
    id: promise.id,
    task_id: promise.taskId,
    queue: promise.queue,
    priority: promise.priority,
    position: promise.position,
    p50_seconds: promise.p50Seconds,
    p90_seconds: promise.p90Seconds,
    basis: promise.basis,
    confidence: promise.confidence,
    promised_at: new Date(promise.promisedAt).toISOString(),
    promised_minute: Math.floor(promise.promisedAt / minuteMs),
  }))
  await tx.count(sql`
    insert into wait_promises (workspace_id, id, task_id, queue, priority, position, p50_seconds, p90_seconds, basis,
      confidence, promised_at, promised_minute)
    select ${workspaceId}::uuid, row.*
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, task_id uuid, queue text, priority text,
      position integer, p50_seconds integer, p90_seconds integer, basis text, confidence text,
      promised_at timestamptz, promised_minute integer)
    on conflict (workspace_id, task_id, promised_minute) do nothing`)
}

/**
 * Scores promises whose wait has ended: with the first acceptance after the promise, else with the end of a task that
 * nobody took. Only those not scored yet, so that doing it again, or twice at once, changes nothing. Gives how many.
 */
export function scoreEnded(tx: Tx, workspaceId: string, limit: number): Promise<number> {
  return tx.count(sql`
    update wait_promises as promise
    set ended_at = ended.at, outcome = ended.outcome
    from (
      select waited.id, coalesce(taken.ended_at, task.ended_at) as at,
        case when taken.ended_at is null then 'left' else 'accepted' end as outcome
      from wait_promises as waited
      join tasks as task on task.workspace_id = waited.workspace_id and task.id = waited.task_id
      left join lateral (
        select offer.ended_at
        from offers as offer
        where offer.workspace_id = waited.workspace_id
          and offer.task_id = waited.task_id
          and offer.state = 'accepted'
          and offer.ended_at >= waited.promised_at
        order by offer.ended_at
        limit 1) as taken on true
      where waited.workspace_id = ${workspaceId}
        and waited.ended_at is null
        and (taken.ended_at is not null or task.ended_at is not null)
      limit ${limit}) as ended
    where promise.workspace_id = ${workspaceId} and promise.id = ended.id and promise.ended_at is null`)
}

/** Removes promises made before an instant (epoch ms of real time; ids tell it), `limit` at most. */
export function deleteOldPromises(
  tx: Tx,
  workspaceId: string,
  { beforeMs, limit }: { beforeMs: number; limit: number },
): Promise<number> {
  const before = `${Math.floor(beforeMs).toString(16).padStart(12, '0')}00000000000000000000`
  return tx.count(sql`
    delete from wait_promises
    where wait_promises.workspace_id = ${workspaceId}
      and wait_promises.id in (
        select old.id
        from wait_promises as old
        where old.workspace_id = ${workspaceId} and old.id < ${before}::uuid
        order by old.id
        limit ${limit})`)
}
