import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { callOf } from './asker.ts'
import { type Bulk, undoWindowMs } from './bulk.ts'
import { finishBulk, finishUndo, lockBulk } from './bulk-store.ts'
import { findBulk, findTicketsWith } from './bulk-view.ts'
import { blankEndedBulk } from './erasure-store.ts'
import { changeOne } from './change-one.ts'
import { undoOne } from './undo-one.ts'

/** Well below the lease of a timer, after which the next worker may go on. */
const turnMs = 3_000
const readTogether = 50

/**
 * Works on a change of many tickets for a while, one ticket after the other; what is left is for the next turn. False when
 * another worker took over, which does no ticket twice.
 */
export async function fireBulkTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'ticket:write')
  const until = performance.now() + turnMs
  const bulkId = timer.subjectId
  for (;;) {
    const bulk = await context.read((tx) => findBulk(tx, context.workspace.id, bulkId))
    const work = bulk === null ? null : workOf(bulk)
    const ticketIds = work === null ? [] : await nextTickets(context, bulkId, work.outcome)
    if (bulk === null || work === null || ticketIds.length === 0) return finish(context, timer)
    for (const ticketId of ticketIds) {
      if (performance.now() > until) return goOn(context, timer)
      await work.act(context, bulk, ticketId)
    }
  }
}

function workOf({ state }: Bulk) {
  if (state === 'running') return { outcome: 'pending', act: changeOne } as const
  return state === 'undoing' ? ({ outcome: 'changed', act: undoOne } as const) : null
}

function nextTickets(context: Context, bulkId: string, outcome: 'pending' | 'changed'): Promise<string[]> {
  return context.read((tx) => findTicketsWith(tx, context.workspace.id, { bulkId, outcome, limit: readTogether }))
}

async function goOn(context: Context, timer: ClaimedTimer): Promise<boolean> {
  // oxlint-disable-next-line switchyard/verb -- a turn ends: no fact
  return context.transaction(async (tx) => {
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    await armTimer(tx, context.workspace.id, { kind: 'bulk', subjectId: timer.subjectId, dueAt: context.now() })
    return true
  })
}

async function finish(context: Context, timer: ClaimedTimer): Promise<boolean> {
  return context.transaction(async (tx) => {
    await lockBulk(tx, context.workspace.id, timer.subjectId)
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    const bulk = await findBulk(tx, context.workspace.id, timer.subjectId)
    if (bulk !== null) await end(tx, callOf(context.within(tx), bulk), bulk)
    return true
  })
}

async function end(tx: Tx, context: Context, { id: bulkId, state, counts }: Bulk): Promise<void> {
  const at = context.now()
  const ids = { bulkId: encodeId('bulk', bulkId) }
  if (state === 'running') {
    await finishBulk(tx, context.workspace.id, { bulkId, at, undoableUntil: at + undoWindowMs })
    const { changed, unchanged, refused } = counts
    await appendWorkspaceEvent(tx, context, { type: 'bulk.finished', data: { ...ids, changed, unchanged, refused } })
  }
  if (state === 'undoing') {
    await finishUndo(tx, context.workspace.id, { bulkId, at })
    const { undone, kept } = counts
    await appendWorkspaceEvent(tx, context, { type: 'bulk.undone', data: { ...ids, undone, kept } })
  }
  await blankEndedBulk(tx, context.workspace.id, bulkId)
}
