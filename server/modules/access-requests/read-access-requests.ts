import type { Context } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { isSecretText, secretHash } from '../../platform/random-secret.ts'
import { findWorkspace, requirePermission } from '../access/index.ts'
import type { AccessRequest, AccessRequestState } from './access-request.ts'
import { findRequest, findRequestByKey, listRequestPage } from './request-view.ts'

/** One request, or null. */
export async function getAccessRequest(context: Context, input: { requestId: string }): Promise<AccessRequest | null> {
  requirePermission(context, 'access:review')
  return context.read((tx) => findRequest(tx, context.workspace.id, input.requestId))
}

/** A page of requests, newest first; `before` is the id of the last one of the page before. */
export async function listAccessRequests(
  context: Context,
  page: { state: AccessRequestState | null; before: string | null; limit: number },
): Promise<AccessRequest[]> {
  requirePermission(context, 'access:review')
  return context.read((tx) => listRequestPage(tx, context.workspace.id, page))
}

/** How one's own request stands, by the key that was given for it; null when there is none with it in this workspace. */
export async function readOwnRequest(
  installation: Installation,
  { slug, key, requestId }: { slug: string; key: string; requestId: string },
): Promise<Pick<AccessRequest, 'state' | 'createdAt' | 'decidedAt'> | null> {
  if (!isSecretText(key)) return null
  const workspace = await findWorkspace(installation, slug)
  if (workspace === null) return null
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId })
  return context.read((tx) => findRequestByKey(tx, context.workspace.id, secretHash(key)))
}
