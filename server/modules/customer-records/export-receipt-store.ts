import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ExportReceiptText } from './export-receipt.ts'

/** Keeps the receipt of a copy: once, whatever comes later. */
export async function insertExportReceipt(
  tx: Tx,
  workspaceId: string,
  kept: {
    id: string
    customerId: string
    text: ExportReceiptText
    hash: Buffer
    keyNumber: number
    signature: Buffer
  },
): Promise<void> {
  await tx.count(sql`
    insert into customer_exports (workspace_id, id, customer_id, receipt, hash, key_number, signature, exported_at)
    values (${workspaceId}, ${kept.id}, ${kept.customerId}, ${JSON.stringify(kept.text)}::jsonb, ${kept.hash},
      ${kept.keyNumber}, ${kept.signature}, ${kept.text.exportedAt}::timestamptz)`)
}
