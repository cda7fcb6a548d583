import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ReceiptText } from './receipt.ts'

/** Keeps the receipt of an erasure: once, whatever comes later. */
export async function insertReceipt(
  tx: Tx,
  workspaceId: string,
  kept: {
    customerId: string
    text: ReceiptText
    hash: Buffer
    keyNumber: number
    signature: Buffer
    erasedAt: number
  },
): Promise<void> {
  await tx.count(sql`
    insert into customer_erasures (workspace_id, customer_id, receipt, hash, key_number, signature, erased_at)
    values (${workspaceId}, ${kept.customerId}, ${JSON.stringify(kept.text)}::jsonb, ${kept.hash}, ${kept.keyNumber},
      ${kept.signature}, ${new Date(kept.erasedAt)})`)
}
