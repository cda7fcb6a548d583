import type { Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { type Principal, systemPrincipal } from '../../platform/principal.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { enterWorkspace, findMembershipsOfUser, leaveWorkspace } from './memberships-store.ts'

/** What a person did with their own access, which belongs to no workspace by itself. */
export type UserEvent =
  | { readonly type: 'member.signed_in'; readonly sessionId: string; readonly by: 'password' | 'link' }
  | { readonly type: 'member.session_ended'; readonly sessionId: string; readonly by: 'sign_out' | 'revoked' }
  | { readonly type: 'member.password_set' }
  | { readonly type: 'member.link_issued' }

/**
 * Records it in every workspace the person is a member of, in the transaction of the change. A link is made by whoever
 * runs the installation, everything else by the person. Workspaces are taken in one order, since each event locks a row.
 */
export async function appendUserEvent(
  tx: Tx,
  installation: Installation,
  happened: { userId: string; event: UserEvent; origin: Origin | null },
): Promise<void> {
  const { userId, event, origin } = happened
  for (const { memberId, ...workspace } of await findMembershipsOfUser(tx, userId)) {
    await enterWorkspace(tx, workspace.id)
    const principal = event.type === 'member.link_issued' ? systemPrincipal : principalOf(memberId)
    const call = { workspace, principal, requestId: origin?.requestId ?? event.type }
    const context = installation.openContext(origin === null ? call : { ...call, origin })
    await appendWorkspaceEvent(tx, context, factOf(event, encodeId('member', memberId)))
  }
  await leaveWorkspace(tx)
}

function factOf(event: UserEvent, memberId: string) {
  if (event.type === 'member.password_set' || event.type === 'member.link_issued') {
    return { type: event.type, data: { memberId } }
  }
  const { type, by } = event
  return { type, data: { memberId, sessionId: encodeId('session', event.sessionId), by } }
}

function principalOf(memberId: string): Principal {
  return { ...systemPrincipal, kind: 'member', id: memberId, name: '', permissions: new Set() }
}
