import type { Client } from 'pg'
import { decodeId } from '../../server/platform/ids.ts'

/** What became of the work of two routers; both lists are empty when all is well. */
export interface PairVerdict {
  /** Tickets whose work was not offered, accepted and completed. */
  readonly lost: readonly string[]
  /** Tickets whose work was offered or accepted more than once. */
  readonly doubled: readonly string[]
}

/** Counts in the log, past row security, what happened to each ticket that was answered. */
export async function checkPair(owner: Client, created: readonly string[]): Promise<PairVerdict> {
  const { rows } = await owner.query<{ id: string; offered: number; accepted: number; completed: number }>(
    `select events.ticket_id as id,
       count(*) filter (where events.type = 'offer.created')::integer as offered,
       count(*) filter (where events.type = 'offer.accepted')::integer as accepted,
       count(*) filter (where events.type = 'task.completed')::integer as completed
     from events
     where events.ticket_id = any($1::uuid[])
     group by events.ticket_id`,
    [created.map((id) => decodeId('ticket', id))],
  )
  const isDone = new Set(rows.filter((row) => row.accepted >= 1 && row.completed >= 1).map(({ id }) => id))
  return {
    lost: created.filter((id) => !isDone.has(decodeId('ticket', id) ?? '')),
    doubled: rows.filter((row) => row.offered > 1 || row.accepted > 1 || row.completed > 1).map(({ id }) => id),
  }
}
