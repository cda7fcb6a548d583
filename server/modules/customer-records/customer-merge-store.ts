import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { CustomerMerge } from './customer-merge.ts'

/** Keeps a merge of customers this transaction has locked. */
export async function insertCustomerMerge(
  tx: Tx,
  workspaceId: string,
  merge: CustomerMerge & { readonly by: { kind: string; id: string } },
): Promise<void> {
  await tx.count(sql`
    insert into customer_merges (workspace_id, id, source_id, target_id, reason, ticket_ids, order_ids, token_ids,
      member_ids, filled, filled_attributes, merged_at, merged_by)
    values (${workspaceId}, ${merge.id}, ${merge.sourceId}, ${merge.targetId}, ${merge.reason},
      ${merge.ticketIds}::uuid[], ${merge.orderIds}::uuid[], ${merge.tokenIds}::uuid[], ${merge.memberIds}::uuid[],
      ${merge.filled}::text[], ${merge.filledAttributes}::text[], ${new Date(merge.mergedAt)},
      ${JSON.stringify(merge.by)}::jsonb)`)
}

/** Ends a merge: its source goes on by itself. */
export async function endCustomerMerge(tx: Tx, workspaceId: string, merge: { id: string; at: number }): Promise<void> {
  await tx.count(sql`
    update customer_merges
    set undone_at = ${new Date(merge.at)}
    where customer_merges.workspace_id = ${workspaceId} and customer_merges.id = ${merge.id}`)
}

/** Blanks what people wrote about merges of these customers. */
export function blankMerges(tx: Tx, workspaceId: string, customerIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update customer_merges
    set reason = null, filled_attributes = '{}'
    where customer_merges.workspace_id = ${workspaceId}
      and (customer_merges.source_id = any(${customerIds}::uuid[])
        or customer_merges.target_id = any(${customerIds}::uuid[]))
      and (customer_merges.reason is not null or customer_merges.filled_attributes <> '{}')`)
}
