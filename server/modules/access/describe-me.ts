import type { Context, Tx, Workspace } from '../../platform/context.ts'
import type { Member } from './member.ts'
import { findMember, findMembership } from './member-view.ts'
import { permissions } from './permissions.ts'
import type { User } from './user.ts'
import { findWorkflowVersion, findWorkspacesOfUser } from './workspace-view.ts'

/** Who calls and what they may do here, as screens need it once at start. */
export interface Me {
  readonly kind: 'member' | 'token'
  readonly user: User | null
  readonly member: { readonly id: string; readonly role: string } | null
  readonly agent: { readonly id: string; readonly name: string } | null
  /** The partner they act for. */
  readonly partner: Member['partner']
  readonly workspace: Workspace
  /** Where this person may go; of a token its own workspace alone. */
  readonly workspaces: readonly Workspace[]
  /** Written out, also for those who may do everything. */
  readonly permissions: readonly string[]
  readonly workflowVersion: number
}

/** Tells the caller who they are. Asks for no permission: everybody may know that of themselves. */
export async function describeMe(context: Context): Promise<Me> {
  const { workspace, principal } = context
  return context.read(async (tx) => {
    const workflowVersion = await findWorkflowVersion(tx, workspace.id)
    const shared = { workspace, permissions: writtenOut(principal.permissions), workflowVersion }
    if (principal.kind !== 'member') {
      return { ...shared, kind: 'token', user: null, member: null, agent: null, partner: null, workspaces: [workspace] }
    }
    return { ...shared, kind: 'member', ...(await describeMember(tx, workspace.id, principal.id)) }
  })
}

/** The workspaces the caller may enter: a person's own, of a token the one it belongs to. */
export async function listWorkspaces(context: Context): Promise<readonly Workspace[]> {
  return (await describeMe(context)).workspaces
}

async function describeMember(
  tx: Tx,
  workspaceId: string,
  memberId: string,
): Promise<Pick<Me, 'user' | 'member' | 'agent' | 'partner' | 'workspaces'>> {
  const found = await findMember(tx, workspaceId, memberId)
  if (found === null) throw new Error(`The member ${memberId} is not there.`)
  const membership = await findMembership(tx, workspaceId, memberId)
  const { agentId, agentName } = membership ?? { agentId: null, agentName: null }
  return {
    user: { id: found.userId, email: found.email, name: found.name },
    member: { id: found.id, role: found.role },
    agent: agentId === null || agentName === null ? null : { id: agentId, name: agentName },
    partner: found.partner,
    workspaces: await findWorkspacesOfUser(tx, found.userId),
  }
}

function writtenOut(held: ReadonlySet<string>): string[] {
  return held.has('*') ? [...permissions] : [...held].toSorted()
}
