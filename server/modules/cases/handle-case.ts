import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, type Permission, requirePermission } from '../access/index.ts'
import { gripTicket } from '../handling/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { placeOfCase, type ShownCase } from './case.ts'
import type { CaseChange, HeldCase } from './case-change.ts'
import { lockCase } from './case-store.ts'
import { findCase, readCaseRow } from './case-view.ts'
import { commitCase } from './commit-case.ts'

export interface CaseHandling {
  readonly caseId: string
  readonly permission: Permission
  /** Holds the ticket and the work of the case as well, for changes that move it. */
  readonly holdsWork?: boolean
  /** The version the caller has seen; null = whatever it is. */
  readonly expectedVersion?: number | null
}

/**
 * The frame of every verb that changes a case: holds it, with its work where asked (agents, ticket, task, offers, case: the
 * one order of all writers), lets `decide` say what changes, and does it in one transaction. Null when the case does not
 * exist or is not the caller's to see. Throws `forbidden`, `version_mismatch` and what `decide` throws.
 */
export async function handleCase(
  context: Context,
  { caseId, permission, holdsWork = false, expectedVersion = null }: CaseHandling,
  decide: (held: HeldCase, tx: Tx) => CaseChange | Promise<CaseChange>,
): Promise<ShownCase | null> {
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const known = await findCase(tx, workspaceId, caseId)
    if (known === null || !maySeeCase(context, known)) return null
    requirePermission(context, permission, placeOfCase(known))
    const { ticketId } = known
    const grip = holdsWork ? await gripTicket(tx, context, { ticketId, agentIds: [], caseId }) : null
    const workflow = grip?.workflow ?? (await holdWorkflow(tx, context))
    await lockCase(tx, workspaceId, caseId)
    // Read again once held: what was read before may be older than the change that was waited for.
    const row = await readCaseRow(tx, workspaceId, caseId)
    if (row === null) return null
    if (expectedVersion !== null && expectedVersion !== row.version) {
      throw new AppError('version_mismatch', `The case is at version ${row.version}, not ${expectedVersion}.`, {
        currentVersion: row.version,
      })
    }
    const held = { row, workflow, grip }
    await commitCase(tx, context, held, await decide(held, tx))
    return findCase(tx, workspaceId, caseId)
  })
}

/** Whether a case may be shown: with `case:read` where it lies, and to whoever opened it. */
export function maySeeCase(context: Context, found: ShownCase): boolean {
  if (can(context.principal, 'case:read', placeOfCase(found))) return true
  return isOwnCase(context, found) && can(context.principal, 'case:open', placeOfCase(found))
}

function isOwnCase({ principal }: Context, { openedBy }: ShownCase): boolean {
  return openedBy.kind === principal.kind && openedBy.id === principal.id
}
