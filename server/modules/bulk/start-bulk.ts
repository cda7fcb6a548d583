import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { armTimer } from '../timers/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { askerOf } from './asker.ts'
import type { Bulk, BulkAction, BulkSelection } from './bulk.ts'
import { insertBulk } from './bulk-store.ts'
import { findBulk } from './bulk-view.ts'
import { checkAction } from './check-action.ts'
import { permissionOf } from './decide-action.ts'
import { chooseTickets } from './choose-tickets.ts'
import { reversalOf } from './reversal-of.ts'

/**
 * Begins a change of many tickets: which they are is settled now, and a worker changes one after the other. Throws
 * `forbidden`, `invalid` for what could be done to no ticket, and what is said of a selection that means none.
 */
export async function startBulk(
  context: Context,
  { selection, action }: { selection: BulkSelection; action: BulkAction },
): Promise<Bulk> {
  requirePermission(context, permissionOf(action))
  const workflow = await currentWorkflow(context)
  await checkAction(context, action, workflow)
  const { tickets, notFound } = await chooseTickets(context, selection)
  if (tickets.length === 0) throw nothingChosen(selection)
  const id = newId()
  const at = context.now()
  const asked = selection.kind === 'ids' ? { q: null, view: null } : { q: selection.q, view: selection.view }
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const ticketIds = tickets.map((ticket) => ticket.id)
    const asker = askerOf(context.principal)
    const reversal = reversalOf(action, workflow)
    await insertBulk(tx, workspaceId, { id, action, selection: { ...asked, notFound }, asker, reversal, ticketIds, at })
    const data = { bulkId: encodeId('bulk', id), action: action.kind, tickets: ticketIds.length }
    await appendWorkspaceEvent(tx, context, { type: 'bulk.started', data })
    await armTimer(tx, workspaceId, { kind: 'bulk', subjectId: id, dueAt: at })
    const bulk = await findBulk(tx, workspaceId, id)
    if (bulk === null) throw new Error(`The change ${id} was kept and is gone.`)
    return bulk
  })
}

function nothingChosen({ kind }: BulkSelection): AppError {
  if (kind === 'ids') return new AppError('not_found', 'None of these tickets is there.')
  return refuseField('/q', 'nothing_found', 'This search finds no ticket.')
}
