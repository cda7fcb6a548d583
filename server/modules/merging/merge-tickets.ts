import { type MergeRefusal, type MergeSide, planMerge } from '../../core/lifecycle/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { hasCall } from '../calls/index.ts'
import { followMerged } from '../collaboration/index.ts'
import { commitChange, type Grip, gripTickets, noChange, type TaskMove, type TicketChange } from '../handling/index.ts'
import { hasOpenCase, placeOf, stageOf, type Ticket } from '../tickets/index.ts'
import { insertMerge } from './merge-store.ts'

export interface MergeInput {
  readonly ticketId: string
  /** The ticket it goes on in. */
  readonly into: string
  readonly reason: string | null
  /** The two are known to be of one and the same person, though recorded as two customers. */
  readonly allowOtherCustomer: boolean
}

/**
 * Lets a ticket go on in another: it is closed with a pointer, its task and clocks are cancelled, and what is said to it
 * from now on is kept on the other one, whose own clocks stay as they are, and which its followers follow too. No message
 * is moved or changes who may see it. Merging it into the same one again is the same merge. Gives the source; null when
 * there is no such ticket. Throws `invalid` when there is no such target, `forbidden`, and `conflict` with the reason.
 */
export async function mergeTickets(context: Context, input: MergeInput): Promise<Ticket | null> {
  return context.transaction(async (tx) => {
    const grips = await gripTickets(tx, context, { ticketIds: [input.ticketId, input.into], agentIds: [] })
    const source = visible(context, grips.get(input.ticketId))
    const target = visible(context, grips.get(input.into))
    if (source === null) return null
    requirePermission(context, 'ticket:merge', placeOf(source.ticket))
    if (target === null) throw refuseField('/into', 'unknown_ticket', 'There is no such ticket to merge into.')
    requirePermission(context, 'ticket:merge', placeOf(target.ticket))
    const { allowOtherCustomer } = input
    if (allowOtherCustomer && source.ticket.customer.id !== target.ticket.customer.id)
      requirePermission(context, 'customer:merge')
    const at = context.now()
    const ended = sideOf(source, await hasOpenCase(tx, context.workspace.id, { ticketId: source.ticket.id, ...source }))
    const plan = planMerge(ended, sideOf(target), { allowOtherCustomer, at })
    if (plan.kind === 'done') return source.ticket
    if (plan.kind === 'refused') throw refusal(plan.reason, { source: source.ticket, target: target.ticket })
    await keepMerge(tx, context, { source, target, reason: input.reason, at })
    const merged = factOf(source, target, plan.status)
    await commitChange(tx, context, target, { ...noChange, facts: [merged] })
    await followMerged(tx, context, { sourceId: source.ticket.id, target: target.ticket })
    return commitChange(tx, context, source, closing(source, merged, { ...plan, at }))
  })
}

function visible(context: Context, grip: Grip | undefined): Grip | null {
  return grip !== undefined && can(context.principal, 'ticket:read', placeOf(grip.ticket)) ? grip : null
}

const liveOf = (kind: string): MergeSide['live'] => (hasCall(kind) ? 'call' : kind === 'chat' ? 'chat' : null)

function sideOf({ ticket, task, lifecycle, workflow }: Grip, isInCase?: boolean): MergeSide {
  return {
    id: ticket.id,
    customerId: ticket.customer.id,
    lifecycle,
    stage: { ...stageOf(ticket, workflow), hasOpenCase: isInCase },
    mergedInto: ticket.mergedInto?.id ?? null,
    live: task === null || task.state === 'wrapup' ? null : liveOf(task.kind),
  }
}

async function keepMerge(
  tx: Tx,
  context: Context,
  { source, target, reason, at }: { source: Grip; target: Grip; reason: string | null; at: number },
): Promise<void> {
  const { id, status, statusCategory, returnsTo, closedAt } = source.ticket
  const isWork = source.task !== null && source.task.state !== 'wrapup'
  const before = { status, statusCategory, returnsTo, closedAt, taskId: isWork ? source.task.id : null }
  const merge = { id: newId(), sourceId: id, targetId: target.ticket.id, reason, before, mergedAt: at }
  await insertMerge(tx, context.workspace.id, merge)
}

function factOf(source: Grip, target: Grip, to: string) {
  const sourceId = encodeId('ticket', source.ticket.id)
  const targetId = encodeId('ticket', target.ticket.id)
  return { type: 'ticket.merged', data: { sourceId, targetId, from: source.ticket.status, to } } as const
}

function closing(
  { ticket, task }: Grip,
  merged: ReturnType<typeof factOf>,
  { status, category, at }: { status: string; category: Ticket['statusCategory']; at: number },
): TicketChange {
  const { from, to } = merged.data
  return {
    patch: { status, statusCategory: category, returnsTo: null, closedAt: ticket.closedAt ?? at },
    facts: [{ ...merged, callback: { event: 'ticket.merged', from, to } }],
    clockEvents: [
      { kind: 'cancelled', reason: 'merged', at },
      { kind: 'status', to: category, at },
    ],
    taskMoves: task === null ? [] : [givingUp(task.state)],
  }
}

function givingUp(state: NonNullable<Grip['task']>['state']): TaskMove {
  return state === 'wrapup'
    ? { kind: 'endWrapup', disposition: null, reason: 'merged' }
    : { kind: 'cancel', reason: 'merged' }
}

const refusals: Readonly<Record<MergeRefusal, string>> = {
  same_ticket: 'A ticket cannot be merged into itself.',
  already_merged: 'This ticket was merged into another one already; undo that first.',
  target_merged: 'The other ticket was merged itself; merge into the one it goes on in.',
  target_closed: 'The other ticket was closed too long ago to be reopened by a reply.',
  live_call: 'This ticket has a call, or a callback that was promised; end it first.',
  live_chat: 'Somebody talks on this ticket by chat; end it first.',
  other_customer:
    'The tickets are of two customers. If they are one and the same person, say so with allowOtherCustomer.',
  open_case: 'A case of this ticket is open, and keeps it from ending; close the case first.',
}

function refusal(reason: MergeRefusal, tickets: { source: Ticket; target: Ticket }): AppError {
  const { mergedInto: pointer } = reason === 'already_merged' ? tickets.source : tickets.target
  const mergedInto =
    pointer === null ? {} : { mergedInto: { id: encodeId('ticket', pointer.id), number: pointer.number } }
  return new AppError('conflict', refusals[reason], { reason, ...mergedInto })
}
