import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import type { Message } from './message.ts'
import { findLastMessages } from './message-view.ts'
import { presentMessage } from './present-parts.ts'
import { hasOpenCase } from './open-case-view.ts'
import { presentAbilities, presentSnooze, presentTicket } from './present-ticket.ts'
import type { Ticket } from './ticket.ts'
import { messageFor, readableFor } from './readable-for.ts'

/** A ticket as the API writes it, with what this caller may do to it now. */
export async function viewTicket(context: Context, ticket: Ticket) {
  const workflow = await currentWorkflow(context)
  const { principal } = context
  return {
    ...presentTicket(ticket, workflow, principal),
    ...presentAbilities(ticket, workflow, { principal, hasOpenCase: await isInCase(context, ticket, workflow) }),
  }
}

/** Asked where the answer bars something: of a ticket that can still end, by a lifecycle that asks. */
async function isInCase(context: Context, ticket: Ticket, workflow: WorkflowSnapshot): Promise<boolean> {
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  if (lifecycle?.asksForCases !== true || ticket.statusCategory === 'closed') return false
  return context.read((tx) => hasOpenCase(tx, context.workspace.id, { ticketId: ticket.id, lifecycle }))
}

/** Tickets as the API lists them, each with the last thing said on it that the caller may read. */
export async function viewTickets(context: Context, tickets: readonly Ticket[]) {
  const workflow = await currentWorkflow(context)
  const ticketIds = tickets.map((ticket) => ticket.id)
  const mayRead = can(context.principal, 'message:read')
  const messages = mayRead
    ? await context.readByKeys((tx) =>
        findLastMessages(tx, context.workspace.id, { ticketIds, each: 1, ...readableFor(context) }),
      )
    : []
  const last = new Map(messages.map((message) => [message.ticketId, messageFor(context, message)]))
  return tickets.map((ticket) => ({
    ...presentTicket(ticket, workflow, context.principal),
    ...presentSnooze(ticket, context.principal),
    lastMessage: presentLastMessage(last.get(ticket.id)),
  }))
}

function presentLastMessage(message: Message | undefined) {
  if (message === undefined) return null
  const { visibility, author, attachments, createdAt } = presentMessage(message)
  return {
    body: message.body.slice(0, 200),
    attachments: attachments.length,
    isRedacted: message.redaction !== null,
    visibility,
    author,
    at: createdAt,
  }
}
