import type { FindingRights } from '../../core/search/index.ts'
import type { Context } from '../../platform/context.ts'
import { isForStaff } from '../../platform/principal.ts'
import { can } from '../access/index.ts'

/** By what this caller may find. Notes are for staff: neither partners nor customers find by them. */
export function rightsOf({ principal }: Context): FindingRights {
  const messages = can(principal, 'message:read')
  return { contacts: can(principal, 'customer:read'), messages, notes: messages && isForStaff(principal) }
}
