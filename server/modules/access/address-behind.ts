import type { Context, Tx } from '../../platform/context.ts'
import { findAddressOfMember, findAddressOfMaker } from './address-view.ts'

/**
 * The mail address of the person who calls: of a member, or of the member who made the token that is shown. Null where no
 * person is known, as of the tokens an installation is given at its start.
 */
export async function addressBehind(tx: Tx, { principal, workspace }: Context): Promise<string | null> {
  if (principal.kind === 'member') return findAddressOfMember(tx, workspace.id, principal.id)
  return principal.kind === 'token' ? findAddressOfMaker(tx, workspace.id, principal.id) : null
}
