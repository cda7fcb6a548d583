import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How far the mails of a workspace have been written, and how often the next event has failed. */
export interface MailFeed {
  readonly seq: number
  readonly failures: number
}

/** Reads the place, without holding it. */
export async function findMailFeed(tx: Tx, workspaceId: string): Promise<MailFeed> {
  const row = await tx.first(sql<MailFeed>`
    select feed.seq, feed.failures
    from mail_feeds as feed
    where feed.workspace_id = ${workspaceId}`)
  return row ?? { seq: 0, failures: 0 }
}

/** Moves the place, which of several writers one does: false = another has been here. The row is held until the end. */
export async function moveMailFeed(
  tx: Tx,
  workspaceId: string,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  const moved = await tx.count(sql`
    insert into mail_feeds (workspace_id, seq)
    select ${workspaceId}, ${to}
    where ${from}::bigint = 0 or exists (select from mail_feeds where mail_feeds.workspace_id = ${workspaceId})
    on conflict (workspace_id) do update
    set seq = excluded.seq, failures = 0
    where mail_feeds.seq = ${from}`)
  return moved === 1
}

/** Remembers that the next event could not be written about, and gives how often by now. */
export async function countMailFeedFailure(tx: Tx, workspaceId: string, seq: number): Promise<number> {
  const row = await tx.first(sql<{ failures: number }>`
    insert into mail_feeds (workspace_id, seq, failures)
    values (${workspaceId}, ${seq}, 1)
    on conflict (workspace_id) do update
    set failures = mail_feeds.failures + 1
    where mail_feeds.seq = ${seq}
    returning mail_feeds.failures`)
  return row?.failures ?? 0
}
