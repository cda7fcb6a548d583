import { type Context, inNameOf, type Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import {
  accessTime,
  addMember,
  createToken,
  type Member,
  type NewToken,
  type Permission,
  permissionsOfToken,
  requireOwnGrants,
  requirePermission,
  requireRoleGrant,
  type RoleName,
  unlimitedGrant,
} from '../access/index.ts'
import { actorOf, appendWorkspaceEvent } from '../events/index.ts'
import { requireKnownWords } from '../workflow/index.ts'
import { type AccessRequest, beyondAsked, type GrantedAccess } from './access-request.ts'
import { lockUndecided } from './lock-undecided.ts'
import { markDecided } from './request-store.ts'
import { findRequest } from './request-view.ts'

/** A token for a program, with the whole map; `expiresAt` in epoch ms, null channels or queues are all of them. */
interface TokenMap {
  readonly as: 'token'
  readonly role: RoleName | null
  readonly permissions: readonly Permission[] | null
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
  readonly expiresAt: number
}

/** A place for a person, who signs in; the role holds everywhere in the workspace. */
interface MemberMap {
  readonly as: 'member'
  readonly role: RoleName
  readonly partnerId: string | null
}

type AccessMap = TokenMap | MemberMap

export interface Approval {
  readonly request: AccessRequest
  /** With its secret, which is shown this once. */
  readonly token: NewToken | null
  readonly member: Member | null
}

/**
 * Approves a request with an explicit map: makes the token or the member in the same transaction. Null when there is no such
 * request. Throws `four_eyes` for the one who asked, `conflict` when it is decided or the person is a member already,
 * `invalid` for a map that is wider than what was asked for, `forbidden` for one beyond the caller's own rights.
 */
export async function approveAccess(
  context: Context,
  { requestId, map }: { requestId: string; map: AccessMap },
): Promise<Approval | null> {
  requirePermission(context, 'access:review')
  if (map.as === 'token') await requireKnownWords(context, map)
  return context.transaction(async (tx) => {
    const request = await lockUndecided(tx, context, requestId)
    if (request === null) return null
    requireNarrower(request, map)
    requirePartnerBound(request, map)
    const made = await hand(tx, context, { request, map })
    const decision = { id: request.id, by: actorOf(context.principal), at: accessTime(context), reason: null }
    await markDecided(tx, context.workspace.id, { ...decision, granted: made.granted })
    const { as, id } = made.granted
    const data = { requestId: encodeId('accessRequest', request.id), as, grantedId: encodeId(as, id) }
    await appendWorkspaceEvent(tx, context, { type: 'access.approved', data })
    const approved = await findRequest(tx, context.workspace.id, request.id)
    if (approved === null) throw new Error('A request just approved is not there.')
    return { request: approved, token: made.token, member: made.member }
  })
}

function requireNarrower(request: AccessRequest, map: AccessMap): void {
  const granted = map.as === 'token' ? map : { ...map, permissions: null, channels: null, queues: null }
  const part = beyondAsked(request, granted)
  if (part !== null) throw refuseField(`/${part}`, 'beyond_asked', 'This is more than was asked for.')
}

/**
 * Who has the role `partner`, or acts for one, is shown its own tickets alone. The same permissions by name would show those
 * of everybody: a map with fewer of them must not be a wider one.
 */
function requirePartnerBound({ kind }: AccessRequest, map: AccessMap): void {
  if (kind !== 'partner' || map.role === 'partner' || map.partnerId !== null) return
  if (map.as === 'token' && map.role === null && map.permissions === null) return
  const message = 'A partner has the role "partner", or acts for a partner: name it.'
  throw refuseField('/partnerId', 'required', message)
}

type Made = Pick<Approval, 'token' | 'member'> & { readonly granted: GrantedAccess }

/**
 * Whoever reviews hands out tokens and memberships here, up to their own rights, without being allowed to make them at will.
 */
async function hand(
  tx: Tx,
  context: Context,
  { request, map }: { request: AccessRequest; map: AccessMap },
): Promise<Made> {
  const { principal } = context
  // Asked of who they really are: what is added below must not widen what they may grant.
  if (map.as === 'member') requireRoleGrant(context, map.role)
  else
    requireOwnGrants(context, {
      ...unlimitedGrant,
      ...map,
      permissions: permissionsOfToken({ ...map, role: map.role ?? 'custom' }),
    })
  const right: Permission = map.as === 'member' ? 'member:write' : 'token:write'
  const granting = inNameOf(context.within(tx), {
    ...principal,
    permissions: new Set([...principal.permissions, right]),
  })
  if (map.as === 'member') {
    const { role, partnerId } = map
    const member = await addMember(granting, { email: request.email, name: request.name, role, partnerId })
    const limits = { permissions: null, channels: null, queues: null, expiresAt: null }
    return { token: null, member, granted: { as: 'member', id: member.id, role, partnerId, ...limits } }
  }
  const { as, ...grant } = map
  const made = await createToken(granting, { ...unlimitedGrant, ...grant, name: nameOf(request) })
  return { token: made, member: null, granted: { as, id: made.token.id, ...grant } }
}

/** What the token is called in lists: whose it is, not of which person. */
function nameOf({ organization }: AccessRequest): string {
  return organization.slice(0, 200)
}
