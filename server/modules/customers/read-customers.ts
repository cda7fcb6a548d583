import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import type { Customer } from './customer.ts'
import { type CustomerFilter, findCustomer, listCustomerPage } from './customer-view.ts'

const everybody: CustomerFilter = { q: null, tier: null, language: null }

/** One customer by our id, or null. One that was merged says into whom. */
export async function getCustomer(context: Context, input: { customerId: string }): Promise<Customer | null> {
  requirePermission(context, 'customer:read')
  return context.read((tx) => findCustomer(tx, context.workspace.id, input.customerId))
}

/** A page of customers, newest first. */
export async function listCustomers(
  context: Context,
  input: Partial<CustomerFilter> & { before: string | null; limit: number },
): Promise<Customer[]> {
  requirePermission(context, 'customer:read')
  return context.read((tx) => listCustomerPage(tx, context.workspace.id, { ...everybody, ...input }))
}
