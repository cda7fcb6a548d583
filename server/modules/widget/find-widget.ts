import { isAllowedOrigin, type Widget, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { findWorkspace } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

export interface FoundWidget {
  readonly key: string
  readonly channel: string
  readonly widget: Widget
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
  const widget = workflow?.channels.get(channel)?.widget ?? null
  return workflow === null || widget === null ? null : { key, channel, widget, workflow }
}

/** Whether a page of this origin may show the channel's chat. */
export function mayShow({ widget }: FoundWidget, origin: string): boolean {
  return isAllowedOrigin(widget.origins, origin)
}
