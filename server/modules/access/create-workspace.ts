import type { Workspace } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { forgetWorkspace } from './find-workspace.ts'
import { requirePermission } from './require-permission.ts'
import { isSlug } from './slug.ts'
import { insertWorkspace } from './workspace-store.ts'

/** Makes an empty workspace. Refuses `invalid` for a bad slug or name and `conflict` for a taken slug. */
export async function createWorkspace(
  installation: Installation,
  input: { slug: string; name: string; purpose: Workspace['purpose'] },
): Promise<Workspace> {
  if (!isSlug(input.slug)) {
    throw refuseField('/slug', 'format', 'A slug has up to 63 lower-case letters, digits and inner hyphens.')
  }
  if (input.name.trim() === '') throw refuseField('/name', 'required', 'A workspace needs a name.')
  const { slug, name, purpose } = input
  const workspace = { id: newId(), slug, name, purpose, clockOffsetMs: 0 }
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId: `workspace-${slug}` })
  requirePermission(context, 'workspace:write')
  return context.transaction(async (tx) => {
    const isNew = await insertWorkspace(tx, workspace, context.now())
    if (!isNew) throw new AppError('conflict', `There is a workspace "${slug}" already.`)
    await appendWorkspaceEvent(tx, context, { type: 'workspace.created', data: { slug } })
    tx.afterCommit(() => forgetWorkspace(installation.memory, slug))
    return workspace
  })
}
