import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { decodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { canonicalJson, checkingKeys } from '../audit/index.ts'
import { findCustomer } from '../customers/index.ts'
import { eraseCustomer } from './erase-customer.ts'
import type { Receipt } from './receipt.ts'
import { refuseLimited } from './refuse-limited.ts'

/** How many of a receipt's customers were there again, and how many of these were erased again. */
export interface AppliedReceipt {
  readonly found: number
  readonly erased: number
}

/**
 * Erases again what a receipt says was erased, for a database that was restored from before: whatever work is open there
 * is closed. Throws `invalid` for a receipt of another workspace, or one that no key of this one signed.
 */
export async function applyReceipt(context: Context, receipt: Receipt): Promise<AppliedReceipt> {
  requirePermission(context, 'customer:erase')
  refuseLimited(context)
  await requireOwnSignature(context, receipt)
  const workspaceId = context.workspace.id
  const ids = [receipt.customerId, ...receipt.customerIds].flatMap((id) => decodeId('customer', id) ?? [])
  let found = 0
  let erased = 0
  for (const customerId of new Set(ids)) {
    const customer = await context.read((tx) => findCustomer(tx, workspaceId, customerId))
    if (customer === null) continue
    found += 1
    // One that is merged goes with whom it goes on as.
    if (customer.erasedAt !== null || customer.mergedInto !== null) continue
    await eraseCustomer(context, { customerId, reason: receipt.reason, closeOpen: true, isAgain: true })
    erased += 1
  }
  return { found, erased }
}

async function requireOwnSignature(context: Context, receipt: Receipt): Promise<void> {
  const { hash: _hash, keyNumber, signature, ...text } = receipt
  const keys = await context.read((tx) => checkingKeys(tx, context))
  const key = keys.get(keyNumber)
  if (key?.verifies(Buffer.from(canonicalJson(text)), Buffer.from(signature, 'base64')) === true) return
  throw new AppError('invalid', `The receipt for ${receipt.customerId} was not signed by a key of this workspace.`)
}
