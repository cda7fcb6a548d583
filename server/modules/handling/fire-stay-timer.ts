import { byItself, planTransition, type TransitionPlan } from '../../core/lifecycle/index.ts'
import { type AutomaticMove, nextAutomatic, saidBy } from '../../core/workflow/index.ts'
import { because, type Context, type Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { hasOpenCase, stageOf } from '../tickets/index.ts'
import { armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { changeOfSteps } from './change-of-steps.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { messageChange } from './message-change.ts'
import { noteMove } from './stay-store.ts'
import { findStay } from './stay-view.ts'
import { type Grip, joinChanges, noChange, type TicketChange } from './ticket-change.ts'

/**
 * Makes the automatic move of a ticket that has been in its status for that long, once, with the move as the cause of
 * everything it does; then waits for the next one. One that an open case bars is told as refused, and waits for the case
 * to be closed. The workflow in force says what is due. False when the timer was moved
 * or taken over meanwhile.
 */
export async function fireStayTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'ticket:write')
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const grip = await gripTicket(tx, context, { ticketId: timer.subjectId, agentIds: [] })
    if (!(await takeTimer(tx, workspaceId, timer))) return false
    const stay = await findStay(tx, workspaceId, timer.subjectId)
    if (grip === null || stay === null || stay.status !== grip.ticket.status) return true
    const due = nextAutomatic(grip.workflow, { lifecycle: grip.lifecycle.slug, ...stay })
    if (due === null) return true
    if (due.dueAt > context.now()) {
      await armTimer(tx, workspaceId, { kind: 'ticket.stay', subjectId: grip.ticket.id, dueAt: due.dueAt })
      return true
    }
    const plan = await planMove(tx, context, grip, due.move)
    const making = { grip, move: due.move, since: stay.since, plan }
    if (isHeld(plan)) {
      await tellRefused(tx, context, making)
      return true
    }
    await make(tx, context, making)
    const made = [...stay.made, due.move.id]
    const next = nextAutomatic(grip.workflow, { lifecycle: grip.lifecycle.slug, ...stay, made })
    const isStaying = (await findStay(tx, workspaceId, grip.ticket.id))?.since === stay.since
    if (isStaying && next !== null)
      await armTimer(tx, workspaceId, { kind: 'ticket.stay', subjectId: grip.ticket.id, dueAt: next.dueAt })
    return true
  })
}

interface Making {
  readonly grip: Grip
  readonly move: AutomaticMove
  readonly since: number
  /** Null where it moves nothing. */
  readonly plan: TransitionPlan | null
}

async function planMove(
  tx: Tx,
  context: Context,
  { ticket, lifecycle, workflow }: Grip,
  { to, facts }: AutomaticMove,
): Promise<TransitionPlan | null> {
  if (to === null) return null
  const isInCase = await hasOpenCase(tx, context.workspace.id, { ticketId: ticket.id, lifecycle })
  const stage = { ...stageOf(ticket, workflow), hasOpenCase: isInCase }
  return planTransition(lifecycle, stage, { to, facts, at: context.now(), mayAs: byItself })
}

/** An open case holds a move up: nothing is said, and it is made once the case is closed (`goOnAfterCase`). */
function isHeld(plan: TransitionPlan | null): boolean {
  return plan?.kind === 'refused' && plan.barredBy.length > 0
}

async function make(tx: Tx, context: Context, making: Making): Promise<void> {
  const { grip, move } = making
  const moved = causedBy(context, making)
  await noteMove(tx, context.workspace.id, { ticketId: grip.ticket.id, id: move.id })
  const text = saidBy(move, grip.ticket.language)
  const said =
    text === null
      ? noChange
      : await messageChange(tx, moved, grip, { body: text, visibility: 'public', clientId: null })
  await commitChange(tx, moved, grip, joinChanges(said, movedOn(making, context.now())))
}

async function tellRefused(tx: Tx, context: Context, making: Making): Promise<void> {
  await commitChange(tx, causedBy(context, making), making.grip, movedOn(making, context.now()))
}

function causedBy(context: Context, { move, since }: Making): Context {
  return because(context, { move: move.id, status: move.status, since: new Date(since).toISOString() })
}

function movedOn({ grip, move: { id, to }, plan }: Making, at: number): TicketChange {
  if (to === null || plan === null) return noChange
  if (plan.kind === 'steps') return changeOfSteps(grip, plan, { at, agentId: grip.ticket.assignee?.id ?? null })
  const { missing, barredBy } = plan
  const data = {
    move: id,
    to,
    missing: [...missing],
    ...(barredBy.length > 0 && { barredBy: barredBy.map(({ guard }) => guard) }),
  }
  return { ...noChange, facts: [{ type: 'ticket.move_refused', data }] }
}
