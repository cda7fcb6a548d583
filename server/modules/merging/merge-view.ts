import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Merge } from './merge.ts'

/** The merge by which a ticket goes on in another, or null. */
export function findMergeOf(tx: Tx, workspaceId: string, sourceId: string): Promise<Merge | null> {
  return tx.first(sql<Merge>`
    select joined.id, joined.source_id as "sourceId", joined.target_id as "targetId", joined.reason, joined.before,
      floor(extract(epoch from joined.merged_at) * 1000)::float8 as "mergedAt"
    from ticket_merges as joined
    where joined.workspace_id = ${workspaceId} and joined.source_id = ${sourceId} and joined.undone_at is null`)
}

/** The tickets that one goes on in, each in the next one, the nearest first. */
export async function findTargetsOf(tx: Tx, workspaceId: string, sourceId: string): Promise<string[]> {
  const targetIds: string[] = []
  for (let at = sourceId; ;) {
    const merge = await findMergeOf(tx, workspaceId, at)
    if (merge === null || targetIds.includes(merge.targetId)) return targetIds
    targetIds.push(merge.targetId)
    at = merge.targetId
  }
}

/** The tickets that go on in this one. */
export async function findSourcesOf(tx: Tx, workspaceId: string, targetId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select joined.source_id as id
    from ticket_merges as joined
    where joined.workspace_id = ${workspaceId} and joined.target_id = ${targetId} and joined.undone_at is null`)
  return rows.map((row) => row.id)
}

/** The tickets of other customers that go on in one of this customer's, by id. */
export async function findOthersMergedInto(tx: Tx, workspaceId: string, customerId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select joined.source_id as id
    from tickets as target
    join ticket_merges as joined
      on joined.workspace_id = target.workspace_id and joined.target_id = target.id and joined.undone_at is null
    join tickets as source on source.workspace_id = joined.workspace_id and source.id = joined.source_id
    where target.workspace_id = ${workspaceId}
      and target.customer_id = ${customerId}
      and source.customer_id <> target.customer_id
    order by joined.source_id`)
  return rows.map((row) => row.id)
}

/**
 * The latest ticket of a customer that follows this one up, or null. A link that somebody made by hand counts, but never
 * leads to another customer's ticket than the one that speaks.
 */
export async function findFollowUpOf(
  tx: Tx,
  workspaceId: string,
  { ticketId, customerId }: { ticketId: string; customerId: string },
): Promise<string | null> {
  const row = await tx.first(sql<{ id: string }>`
    select later.id
    from ticket_links as link
    join tickets as later on later.workspace_id = link.workspace_id and later.id = link.ticket_id
    where link.workspace_id = ${workspaceId}
      and link.other_ticket_id = ${ticketId}
      and link.kind = 'follow_up'
      and later.customer_id = ${customerId}
    order by link.created_at desc, link.id desc
    limit 1`)
  return row?.id ?? null
}
