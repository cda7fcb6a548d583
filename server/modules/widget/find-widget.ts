import type { WorkflowDocument, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Workspace } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { findWorkspace } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

export interface FoundWidget {
  readonly key: string
  readonly workspace: Workspace
  readonly channel: string
  readonly widget: NonNullable<WorkflowDocument['channels'][string]['widget']>
  readonly workflow: WorkflowSnapshot
}

/**
 * The channel behind a public key (`<workspace>.<channel>`), as the published workflow shows it on other people's pages;
 * null where there is none, whatever the reason.
 */
export async function findWidget(
  installation: Installation,
  { key, requestId }: { key: string; requestId: string },
): Promise<FoundWidget | null> {
  const [slug = '', channel = '', ...rest] = key.split('.')
  if (rest.length > 0) return null
  const workspace = await findWorkspace(installation, slug)
  if (workspace === null) return null
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId })
  const workflow = await currentWorkflow(context).catch((error: unknown) => {
    // A workspace that has published nothing shows nothing.
    if (error instanceof AppError && error.code === 'unavailable') return null
    throw error
  })
  const widget = workflow?.document.channels[channel]?.widget
  return workflow === null || widget === undefined ? null : { key, workspace, channel, widget, workflow }
}
