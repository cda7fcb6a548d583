import type { Context, Tx } from '../../platform/context.ts'
import type { Ticket } from '../tickets/index.ts'
import { armTimer, disarmTimer } from '../timers/index.ts'
import { type Grip, noChange, type TaskMove, type TicketChange } from './ticket-change.ts'

const kind = 'ticket.snooze'

/** What ends a snooze: its time, somebody's word, a person who takes it up, or work that goes on or ends. */
export type WakeReason = 'time' | 'customer' | 'partner' | 'person' | 'moved'

/** The end of a snooze; what becomes of the work is added when the change is made. */
export function wakingChange(reason: WakeReason): TicketChange {
  return { ...noChange, patch: { snoozedUntil: null }, facts: [{ type: 'ticket.woken', data: { reason } }] }
}

/** Moves after which the work is under way again, waits to be taken, or is over. */
const goesOn: ReadonlySet<TaskMove['kind']> = new Set([
  'resume',
  'unpark',
  'queue',
  'restore',
  'assign',
  'pull',
  'openChat',
  'finish',
  'cancel',
])

/**
 * A change of a ticket that is put aside, with what follows from that: whatever lets its work go on, or ends it, ends the
 * snooze; and what ends the snooze lets the work go on, unless its status waits for somebody.
 */
export function withSnooze({ ticket, caseId }: Grip, change: TicketChange): TicketChange {
  if (caseId !== null || ticket.snoozedUntil === null) return change
  const { snoozedUntil, statusCategory = ticket.statusCategory } = change.patch
  const isMoved = change.taskMoves.some((move) => isUnderWayBy(move))
  if (isMoved && snoozedUntil === undefined) {
    const waking = wakingChange('moved')
    return { ...change, patch: { ...change.patch, ...waking.patch }, facts: [...change.facts, ...waking.facts] }
  }
  const isHeldUp = statusCategory === 'waiting' || statusCategory === 'hold'
  if (snoozedUntil !== null || isMoved || isHeldUp) return change
  return { ...change, taskMoves: [...change.taskMoves, { kind: 'resume' }] }
}

function isUnderWayBy(move: TaskMove): boolean {
  return move.kind === 'transfer' ? move.to.how === 'handOver' || move.to.how === 'force' : goesOn.has(move.kind)
}

/** Lets time wake a ticket that was put aside by this change, and no longer one that was taken up. */
export async function keepSnooze(
  tx: Tx,
  context: Context,
  { before, after }: { before: Ticket; after: Ticket },
): Promise<void> {
  if (before.snoozedUntil === after.snoozedUntil) return
  const timer = { kind, subjectId: after.id } as const
  if (after.snoozedUntil === null) return disarmTimer(tx, context.workspace.id, timer)
  await armTimer(tx, context.workspace.id, { ...timer, dueAt: after.snoozedUntil })
}
