import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Origin } from '../../platform/origin.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { findWorkspace } from '../access/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'

/** Whether who sees the page of this workflow can ask there: it has one, and does not send them to a mailbox. */
export function takesRequests({ document: { platformPage } }: WorkflowSnapshot): boolean {
  return platformPage !== undefined && platformPage.accessRequests !== 'mail'
}

/** The workspace of this name, for who is nobody yet; null where there is none, or none that can be asked. */
export async function findAskable(
  installation: Installation,
  { slug, requestId, origin }: { slug: string; requestId: string; origin: Origin },
): Promise<Context | null> {
  const workspace = await findWorkspace(installation, slug)
  if (workspace === null) return null
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId, origin })
  const workflow = await publishedWorkflow(context)
  return workflow !== null && takesRequests(workflow) ? context : null
}
