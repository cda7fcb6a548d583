import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ExportReceipt } from './export-receipt.ts'
import { provenReceipt } from './proven-receipt-view.ts'

/** A page of receipts of copies, the latest first, of these customers or of all; `before` is the last id of the page before. */
export function listExportReceiptPage(
  tx: Tx,
  workspaceId: string,
  page: { customerIds: readonly string[] | null; before: string | null; limit: number },
): Promise<{ id: string; receipt: ExportReceipt }[]> {
  const { customerIds, before, limit } = page
  return tx.rows(sql<{ id: string; receipt: ExportReceipt }>`
    select given.id, ${provenReceipt(sql`given`)}
    from customer_exports as given
    where given.workspace_id = ${workspaceId}
      and ${customerIds === null ? sql`true` : sql`given.customer_id = any(${customerIds}::uuid[])`}
      and (${before}::uuid is null or given.id < ${before}::uuid)
    order by given.id desc
    limit ${limit}`)
}
