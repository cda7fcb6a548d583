import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { requirePermission } from '../access/index.ts'
import { listRuns, type ListedRun, type RunFilter } from './run-view.ts'

/** What automations did, or could not do, to tickets of the caller's channels and queues, the newest first. */
export function listAutomationRuns(
  context: Context,
  page: { filter: RunFilter; before: string | null; limit: number },
): Promise<ListedRun[]> {
  requirePermission(context, 'event:read')
  const place = scopeLists(context.principal.scope)
  return context.read((tx) => listRuns(tx, context.workspace.id, { ...page, place }))
}
