import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How far the triggers of a workspace have read the log, and how often the next event has failed. */
export interface CaseFeed {
  readonly seq: number
  readonly failures: number
}

/** Reads the place, without holding it. */
export async function findCaseFeed(tx: Tx, workspaceId: string): Promise<CaseFeed> {
  const row = await tx.first(sql<CaseFeed>`
    select feed.seq, feed.failures
    from case_feeds as feed
    where feed.workspace_id = ${workspaceId}`)
  return row ?? { seq: 0, failures: 0 }
}

/**
 * Moves the place from one number to another, which of several readers one does: false = another has been here. The row is
 * held until the transaction ends, so what is opened by an event is opened with it or not at all.
 */
export async function moveCaseFeed(
  tx: Tx,
  workspaceId: string,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  const moved = await tx.count(sql`
    insert into case_feeds (workspace_id, seq)
    select ${workspaceId}, ${to}
    where ${from}::bigint = 0 or exists (select from case_feeds where case_feeds.workspace_id = ${workspaceId})
    on conflict (workspace_id) do update
    set seq = excluded.seq, failures = 0
    where case_feeds.seq = ${from}`)
  return moved === 1
}

/** Remembers that the next event could not be handled, and gives how often by now. */
export async function countCaseFeedFailure(tx: Tx, workspaceId: string, seq: number): Promise<number> {
  const row = await tx.first(sql<{ failures: number }>`
    insert into case_feeds (workspace_id, seq, failures)
    values (${workspaceId}, ${seq}, 1)
    on conflict (workspace_id) do update
    set failures = case_feeds.failures + 1
    where case_feeds.seq = ${seq}
    returning case_feeds.failures`)
  return row?.failures ?? 0
}
