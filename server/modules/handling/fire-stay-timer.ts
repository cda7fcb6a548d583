import { planTransition } from '../../core/lifecycle/index.ts'
import { type AutomaticMove, nextAutomatic, saidBy } from '../../core/workflow/index.ts'
import { because, type Context, type Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { stageOf } from '../tickets/index.ts'
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
 * everything it does; then waits for the next one. The workflow in force says what is due. False when the timer was moved
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
    await make(tx, context, { grip, move: due.move, since: stay.since })
    const made = [...stay.made, due.move.id]
    const next = nextAutomatic(grip.workflow, { lifecycle: grip.lifecycle.slug, ...stay, made })
    const isStaying = (await findStay(tx, workspaceId, grip.ticket.id))?.since === stay.since
    if (isStaying && next !== null)
      await armTimer(tx, workspaceId, { kind: 'ticket.stay', subjectId: grip.ticket.id, dueAt: next.dueAt })
    return true
  })
}

async function make(
  tx: Tx,
  context: Context,
  { grip, move, since }: { grip: Grip; move: AutomaticMove; since: number },
): Promise<void> {
  const cause = { move: move.id, status: move.status, since: new Date(since).toISOString() }
  const moved = because(context, cause)
  await noteMove(tx, context.workspace.id, { ticketId: grip.ticket.id, id: move.id })
  const text = saidBy(move, grip.ticket.language)
  const said =
    text === null
      ? noChange
      : await messageChange(tx, moved, grip, { body: text, visibility: 'public', clientId: null })
  await commitChange(tx, moved, grip, joinChanges(said, movedOn(grip, move, context.now())))
}

function movedOn(grip: Grip, { id, to, facts }: AutomaticMove, at: number): TicketChange {
  const { ticket, lifecycle, workflow } = grip
  if (to === null) return noChange
  const plan = planTransition(lifecycle, stageOf(ticket, workflow), { to, facts, at })
  if (plan.kind === 'steps') return changeOfSteps(grip, plan, { at, agentId: ticket.assignee?.id ?? null })
  return { ...noChange, facts: [{ type: 'ticket.move_refused', data: { move: id, to, missing: [...plan.missing] } }] }
}
