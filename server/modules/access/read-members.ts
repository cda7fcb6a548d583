import type { Context } from '../../platform/context.ts'
import type { Member } from './member.ts'
import { listMemberPage } from './member-view.ts'
import { requirePermission } from './require-permission.ts'

/** A page of the workspace's members, newest first; `before` is the id of the last member of the page before. */
export async function listMembers(
  context: Context,
  input: { before: string | null; limit: number },
): Promise<Member[]> {
  requirePermission(context, 'member:read')
  return context.read((tx) => listMemberPage(tx, context.workspace.id, input))
}
