import { categoryOf, hasEnded } from '../../core/lifecycle/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { commitChange, type Grip, gripTicket, noChange } from '../handling/index.ts'
import { findTask } from '../routing/index.ts'
import { hasOpenCase, placeOf } from '../tickets/index.ts'
import { callOf } from './asker.ts'
import type { BeforeBulk, Bulk } from './bulk.ts'
import { lockBulkTicket, setOutcome } from './bulk-store.ts'
import { findBefore } from './bulk-view.ts'
import { handsBack, propertiesBack } from './restoring-change.ts'

/**
 * Gives one ticket back what it had before a change, and keeps what became of it, in one transaction. One that has been
 * changed since, or cannot be as it was any more, stays as it is.
 */
export async function undoOne(context: Context, bulk: Bulk, ticketId: string): Promise<void> {
  const place = { bulkId: bulk.id, ticketId }
  try {
    await context.transaction(async (tx) => {
      if ((await lockBulkTicket(tx, context.workspace.id, { ...place, outcome: 'changed' })) === null) return
      if (!bulk.isUndoable) throw new AppError('conflict', 'What was said stays said.', { reason: 'said' })
      const kept = await findBefore(tx, context.workspace.id, place)
      if (kept === null) throw new AppError('conflict', 'What it was before is not known.')
      await restore(tx, callOf(context.within(tx), bulk), { ticketId, ...kept })
      await setOutcome(tx, context.workspace.id, { ...place, was: 'changed', outcome: 'undone' })
    })
  } catch (error) {
    const { code, message } = error instanceof AppError ? error : { code: 'failed', message: 'It failed unexpectedly.' }
    const kept = { was: 'changed', outcome: 'kept', code: reasonOf(error) ?? code, detail: message } as const
    // oxlint-disable-next-line switchyard/verb -- nothing happened to the ticket, and the end of the undoing tells how many
    await context.transaction((tx) => setOutcome(tx, context.workspace.id, { ...place, ...kept }))
  }
}

function reasonOf(error: unknown): string | null {
  const reason = error instanceof AppError ? error.details['reason'] : null
  return typeof reason === 'string' ? reason : null
}

async function restore(
  tx: Tx,
  context: Context,
  { ticketId, before, version }: { ticketId: string; before: BeforeBulk; version: number },
): Promise<void> {
  const agentIds = before.assigneeId === null ? [] : [before.assigneeId]
  const hold = () => gripTicket(tx, context, { ticketId, agentIds })
  const grip = await hold()
  if (grip === null || !can(context.principal, 'ticket:read', placeOf(grip.ticket)))
    throw new AppError('not_found', 'There is no such ticket any more.')
  requirePermission(context, 'ticket:write', placeOf(grip.ticket))
  const isHandedBack = before.assigneeId !== (grip.ticket.assignee?.id ?? null)
  if (isHandedBack) requirePermission(context, 'ticket:assign', placeOf(grip.ticket))
  refuseUnlike(grip, before, version)
  await refuseInCase(tx, context, grip, before)
  const task = before.taskId === null ? null : await findTask(tx, context.workspace.id, before.taskId)
  await commitChange(tx, context, grip, propertiesBack(grip, { before, task, at: context.now() }))
  // Who had it is given it again once there is work to be given.
  const again = await hold()
  if (again === null) return
  await commitChange(tx, context, again, isHandedBack || wasInHand(grip, before) ? handsBack(again, before) : noChange)
}

/** Its end took it out of the hands of whoever is still its assignee. */
function wasInHand({ ticket }: Grip, before: BeforeBulk): boolean {
  return hasEnded(ticket.statusCategory) && before.assigneeId !== null
}

/** What may not end while a case is open is not given back an end either. */
async function refuseInCase(
  tx: Tx,
  context: Context,
  { ticket, lifecycle }: Grip,
  { status }: BeforeBulk,
): Promise<void> {
  if (hasEnded(ticket.statusCategory) || !hasEnded(categoryOf(lifecycle, status) ?? ticket.statusCategory)) return
  const isInCase = await hasOpenCase(tx, context.workspace.id, { ticketId: ticket.id, lifecycle })
  if (isInCase)
    throw new AppError('conflict', 'A case of it is open, and keeps it from ending.', { reason: 'open_case' })
}

function refuseUnlike({ ticket, lifecycle, workflow, task }: Grip, before: BeforeBulk, version: number): void {
  const refuse = (reason: string, message: string) => new AppError('conflict', message, { reason })
  if (ticket.mergedInto !== null) throw refuse('merged', `It was merged into #${ticket.mergedInto.number} since.`)
  if (ticket.version !== version) throw refuse('changed_since', 'It has been changed since.')
  if (categoryOf(lifecycle, before.status) === null)
    throw refuse('status_gone', `The workflow no longer has the status "${before.status}".`)
  if (!workflow.queues.has(before.queue))
    throw refuse('queue_gone', `The workflow no longer has the queue "${before.queue}".`)
  const isCall = task !== null && (task.kind === 'call' || task.kind === 'callback')
  if (isCall && before.status !== ticket.status) throw refuse('live_call', 'There is a call on it.')
}
