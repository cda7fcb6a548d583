import type { Context, Workspace } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { addMember } from './add-member.ts'
import type { Member } from './member.ts'
import { findMemberOfUser } from './member-view.ts'
import { normaliseEmail } from './user.ts'
import { findUserByEmail } from './user-store.ts'

/** Makes the person an admin of the workspace unless they are a member already; gives the member they are. */
export async function ensureAdmin(
  installation: Installation,
  input: { workspace: Workspace; email: string; name: string },
): Promise<Member> {
  const { workspace } = input
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId: 'ensure-admin' })
  const known = await findKnown(context, normaliseEmail(input.email))
  return known ?? addMember(context, { email: input.email, name: input.name, role: 'admin' })
}

async function findKnown(context: Context, email: string): Promise<Member | null> {
  return context.read(async (tx) => {
    const user = await findUserByEmail(tx, email)
    return user === null ? null : findMemberOfUser(tx, context.workspace.id, user.id)
  })
}
