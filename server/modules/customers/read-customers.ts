import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import type { Customer } from './customer.ts'
import { findCustomer, listCustomerPage } from './customer-view.ts'

/** One customer by our id, or null. */
export async function getCustomer(context: Context, input: { customerId: string }): Promise<Customer | null> {
  requirePermission(context, 'customer:read')
  return context.read((tx) => findCustomer(tx, context.workspace.id, input.customerId))
}

/** A page of customers, newest first. */
export async function listCustomers(
  context: Context,
  input: { q: string | null; before: string | null; limit: number },
): Promise<Customer[]> {
  requirePermission(context, 'customer:read')
  return context.read((tx) => listCustomerPage(tx, context.workspace.id, input))
}
