import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findMembers } from '../customers/index.ts'
import type { ExportReceipt } from './export-receipt.ts'
import { listExportReceiptPage } from './export-receipt-view.ts'
import { refuseLimited } from './refuse-limited.ts'

/**
 * A page of receipts of the copies that were given out, the latest first: of all, or of one customer and those merged into
 * it.
 */
export async function listExportReceipts(
  context: Context,
  { customerId, ...page }: { customerId: string | null; before: string | null; limit: number },
): Promise<{ id: string; receipt: ExportReceipt }[]> {
  requirePermission(context, 'audit:read')
  refuseLimited(context)
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const customerIds = customerId === null ? null : await findMembers(tx, workspaceId, customerId)
    return listExportReceiptPage(tx, workspaceId, { ...page, customerIds })
  })
}
