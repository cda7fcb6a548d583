import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How far the automations of a workspace have read the log; without a row from its beginning. */
export async function findFeedPlace(tx: Tx, workspaceId: string): Promise<number> {
  const row = await tx.first(sql<{ seq: number }>`
    select feed.seq
    from automation_feeds as feed
    where feed.workspace_id = ${workspaceId}`)
  return row?.seq ?? 0
}

/** Holds the place until the transaction ends, so that of several readers one acts; false when it is not there any more. */
export async function holdFeedPlace(tx: Tx, workspaceId: string, seq: number): Promise<boolean> {
  await tx.count(sql`
    insert into automation_feeds (workspace_id, seq)
    values (${workspaceId}, 0)
    on conflict (workspace_id) do nothing`)
  const row = await tx.first(sql<{ seq: number }>`
    select feed.seq
    from automation_feeds as feed
    where feed.workspace_id = ${workspaceId}
    for update`)
  return row?.seq === seq
}

/** Moves the place; false when another reader was here. */
export async function moveFeedPlace(
  tx: Tx,
  workspaceId: string,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  const moved = await tx.count(sql`
    insert into automation_feeds (workspace_id, seq)
    select ${workspaceId}, ${to}
    where ${from}::bigint = 0 or exists (select from automation_feeds where automation_feeds.workspace_id = ${workspaceId})
    on conflict (workspace_id) do update
    set seq = excluded.seq, failures = 0
    where automation_feeds.seq = ${from}`)
  return moved === 1
}

/** Remembers that the next event could not be handled, and gives how often by now; 0 when another reader was here. */
export async function countFeedFailure(tx: Tx, workspaceId: string, seq: number): Promise<number> {
  const row = await tx.first(sql<{ failures: number }>`
    insert into automation_feeds (workspace_id, seq, failures)
    values (${workspaceId}, ${seq}, 1)
    on conflict (workspace_id) do update
    set failures = automation_feeds.failures + 1
    where automation_feeds.seq = ${seq}
    returning automation_feeds.failures`)
  return row?.failures ?? 0
}

/** Moves the place behind everything this transaction can see. */
export async function passOverLog(tx: Tx, workspaceId: string): Promise<void> {
  await tx.count(sql`
    insert into automation_feeds (workspace_id, seq)
    select ${workspaceId}, coalesce(max(event.seq), 0)
    from events as event
    where event.workspace_id = ${workspaceId}
    on conflict (workspace_id) do update
    set seq = greatest(automation_feeds.seq, excluded.seq), failures = 0`)
}
