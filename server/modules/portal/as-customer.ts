import { type Context, inNameOf } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { customersOf } from '../../platform/principal.ts'
import { type Permission, requirePermission } from '../access/index.ts'

/** What customers may do with what is theirs, here. */
const ofCustomer: ReadonlySet<string> = new Set<Permission>(['ticket:read', 'message:read', 'message:write'])

/**
 * The same call by its customer, who may see and answer what is theirs. The token itself holds no more than the portal, for
 * elsewhere the API shows more of a ticket than its customer is told. Throws `forbidden` for whoever is no customer.
 */
export function asCustomer(context: Context): Context {
  const { principal } = context
  if (principal.kind !== 'customer') throw new AppError('forbidden', 'The portal is for customers and their tokens.')
  // Of an address that several have: whoever has it now. It may be nobody's any more.
  const [customerId = principal.id] = customersOf(principal)
  requirePermission(context, 'portal:use', { customerId })
  return inNameOf(context, { ...principal, permissions: ofCustomer })
}
