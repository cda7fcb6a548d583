import type { Client } from 'pg'

/** When PostgreSQL committed what told of a task, and its first offer; epoch ms with µs. */
export interface CommitTimes {
  readonly ticketId: string
  readonly queuedAt: number
  /** Null = it was not offered. */
  readonly offeredAt: number | null
}

/**
 * Of the tasks queued in a time, by the commit times PostgreSQL keeps (`track_commit_timestamp`): nothing runs beside the
 * traffic to learn them.
 */
export async function readCommitTimes(
  owner: Client,
  workspaceId: string,
  { from, to }: { from: number; to: number },
): Promise<CommitTimes[]> {
  const { rows } = await owner.query<CommitTimes>(
    `with told as materialized (
       select event.ticket_id, event.type, event.seq,
         (extract(epoch from pg_xact_commit_timestamp(event.xmin)) * 1000)::float8 as at
       from events as event
       where event.workspace_id = $1 and event.type in ('task.queued', 'offer.created')
         and event.at >= to_timestamp($2 / 1000.0) - interval '5 s')
     select queued.ticket_id as "ticketId", queued.at as "queuedAt",
       (select min(offered.at) from told as offered
        where offered.ticket_id = queued.ticket_id and offered.type = 'offer.created') as "offeredAt"
     from told as queued
     where queued.type = 'task.queued' and queued.at >= $2 and queued.at < $3`,
    [workspaceId, from, to],
  )
  return rows
}
