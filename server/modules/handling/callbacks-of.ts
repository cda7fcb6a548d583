import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { callbackBody, type NewDelivery } from '../deliveries/index.ts'
import { actorOf, presentActor } from '../events/index.ts'
import { presentTicket, type Ticket } from '../tickets/index.ts'
import type { TicketFact } from './ticket-change.ts'

/** A ticket as it is after these facts, which are the last of its sequence. */
interface Recorded {
  readonly workflow: WorkflowSnapshot
  readonly ticket: Ticket
  readonly facts: readonly TicketFact[]
  /** Of their events, in the same order. */
  readonly eventIds: readonly string[]
}

/** What the callback of a ticket is told of them; nothing any more of one closed for longer than the workflow says. */
export function callbacksOf(context: Context, { workflow, ticket, facts, eventIds }: Recorded): NewDelivery[] {
  const { id: ticketId, callbackUrl: url, createdBy, closedAt } = ticket
  const at = context.now()
  const hasEnded = closedAt !== null && at > closedAt + workflow.callbackWindowMs
  if (url === null || hasEnded) return []
  const ticketJson = JSON.stringify(presentTicket(ticket, workflow, createdBy))
  const by = presentActor(actorOf(context.principal))
  const first = ticket.eventSeq - facts.length + 1
  return facts.flatMap(({ callback }, index) => {
    if (callback === undefined) return []
    const sequence = first + index
    const workspaceId = context.workspace.id
    const body = callbackBody({ workspaceId, ticketId, sequence, at, ticketJson, change: { ...callback, by } })
    return [{ ticketId, eventId: eventIds[index] ?? '', sequence, url, createdBy, body }]
  })
}
