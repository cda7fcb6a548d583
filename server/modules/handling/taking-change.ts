import { byItself, planTransition } from '../../core/lifecycle/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { factsOf, stageOf } from '../tickets/index.ts'
import { changeOfSteps } from './change-of-steps.ts'
import { type Grip, joinChanges, type Staged, type TicketChange } from './ticket-change.ts'

/**
 * What it means for a ticket that an agent takes it: the assignee, and the stage `assigned` where the ticket is
 * classified. Without a category it stays `created`, and becomes `assigned` once the category is set (domain.md, Ticket).
 */
export function takingChange(
  grip: Pick<Grip, 'workflow'> & Staged,
  taking: { agentId: string; at: number },
): TicketChange {
  const { ticket, lifecycle, workflow } = grip
  const { agentId, at } = taking
  const assigned: TicketChange = { patch: { assigneeId: agentId }, facts: [], clockEvents: [], taskMoves: [] }
  if (ticket.statusCategory === 'new') {
    const facts = { ...factsOf(ticket, workflow), assignee: agentId }
    const plan = planTransition(
      lifecycle,
      { ...stageOf(ticket, workflow), facts },
      { to: lifecycle.assigned, facts: {}, at, mayAs: byItself },
    )
    if (plan.kind === 'steps') return joinChanges(assigned, changeOfSteps(grip, plan, { at, agentId }))
  }
  const { status } = ticket
  const data = { agentId: encodeId('agent', agentId), from: status, to: status }
  const callback = { event: 'ticket.assigned', from: status, to: status } as const
  return joinChanges(assigned, {
    patch: {},
    facts: [{ type: 'ticket.assigned', data, callback }],
    clockEvents: [],
    taskMoves: [],
  })
}
