import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import { randomSecret, secretHash } from '../../platform/random-secret.ts'
import { accessTime, normaliseEmail, requireEmail, requirePermission, spendTry } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import type { AccessWish } from './access-request.ts'
import { insertRequest } from './request-store.ts'

/**
 * Counts that somebody asks. Throws `rate_limited` when an address, known or not, or a network has asked too often: it
 * tells nothing of who is known.
 */
export function countAccessTry(
  installation: Installation,
  { workspace, email, address }: { workspace: string; email: string; address: string },
): Promise<void> {
  return spendTry(installation, { purpose: 'access', email: `${workspace} ${normaliseEmail(email)}`, address })
}

/**
 * Keeps a wish for access until somebody of the workspace decides. The key, shown this once, lets whoever asks see how it
 * stands. Throws `invalid` naming the field; whether the address or the organization is known makes no difference.
 */
export async function requestAccess(context: Context, wish: AccessWish): Promise<{ id: string; key: string }> {
  requirePermission(context, 'access:review')
  const asked = checkedWish(wish)
  const [id, key] = [newId(), randomSecret()]
  await context.transaction(async (tx) => {
    await insertRequest(tx, context.workspace.id, { ...asked, id, keyHash: secretHash(key), at: accessTime(context) })
    const data = { requestId: encodeId('accessRequest', id), kind: wish.kind }
    await appendWorkspaceEvent(tx, context, { type: 'access.requested', data })
  })
  return { id, key }
}

function checkedWish(wish: AccessWish): AccessWish {
  for (const field of ['name', 'organization', 'purpose'] as const) {
    if (wish[field].trim() === '') throw refuseField(`/${field}`, 'required', 'The review needs to know this.')
  }
  if (wish.role !== null && (wish.role === 'partner') !== (wish.kind === 'partner'))
    throw refuseField('/role', 'other_kind', 'Partners ask for the role "partner", operators for any other.')
  return {
    ...wish,
    name: wish.name.trim(),
    organization: wish.organization.trim(),
    purpose: wish.purpose.trim(),
    email: requireEmail(wish.email),
  }
}
