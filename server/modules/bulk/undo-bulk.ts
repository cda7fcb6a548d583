import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { armTimer } from '../timers/index.ts'
import { askerOf } from './asker.ts'
import type { Bulk } from './bulk.ts'
import { beginUndo, lockBulk, stopPending } from './bulk-store.ts'
import { findBulk } from './bulk-view.ts'
import { maySee } from './read-bulk.ts'

/**
 * Has a change undone: a worker gives every ticket back what it had, unless it has been changed since. One that still
 * runs is stopped. Asked for twice it is done once. Null when there is no such change. Throws `conflict` when it is too
 * late, and for one that has only said something.
 */
export async function undoBulk(context: Context, { bulkId }: { bulkId: string }): Promise<Bulk | null> {
  requirePermission(context, 'ticket:write')
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    await lockBulk(tx, workspaceId, bulkId)
    const bulk = await findBulk(tx, workspaceId, bulkId)
    if (bulk === null || !maySee(context, bulk)) return null
    if (bulk.state === 'undoing' || bulk.state === 'undone') return bulk
    refuseSaid(bulk)
    refuseLate(bulk, context.now())
    await stopPending(tx, workspaceId, bulkId)
    await beginUndo(tx, workspaceId, { bulkId, by: askerOf(context.principal) })
    const data = { bulkId: encodeId('bulk', bulkId) }
    await appendWorkspaceEvent(tx, context, { type: 'bulk.undo_started', data })
    await armTimer(tx, workspaceId, { kind: 'bulk', subjectId: bulkId, dueAt: context.now() })
    return findBulk(tx, workspaceId, bulkId)
  })
}

/** One that still runs may be stopped, whatever it does. */
function refuseSaid({ state, isUndoable, lasting }: Bulk): void {
  if (state === 'running' || isUndoable) return
  throw new AppError('conflict', 'What this change said cannot be taken back.', { reason: 'said', lasting })
}

function refuseLate({ undoableUntil: until }: Bulk, now: number): void {
  if (until === null || now <= until) return
  const undoableUntil = new Date(until).toISOString()
  throw new AppError('conflict', `This change could be undone until ${undoableUntil}.`, {
    reason: 'too_late',
    undoableUntil,
  })
}
