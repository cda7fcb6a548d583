import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findReceipt, listReceiptPage } from './erasure-view.ts'
import type { Receipt } from './receipt.ts'
import { refuseLimited } from './refuse-limited.ts'

/** The receipt of a customer's erasure, or null. */
export async function getReceipt(context: Context, input: { customerId: string }): Promise<Receipt | null> {
  requirePermission(context, 'customer:read')
  refuseLimited(context)
  return context.read((tx) => findReceipt(tx, context.workspace.id, input.customerId))
}

/** A page of receipts, the latest first. */
export async function listReceipts(
  context: Context,
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<{ receipt: Receipt; customerId: string }[]> {
  requirePermission(context, 'audit:read')
  refuseLimited(context)
  return context.read((tx) => listReceiptPage(tx, context.workspace.id, page))
}
