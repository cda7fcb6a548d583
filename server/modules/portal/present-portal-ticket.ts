import { customerStatus, hasEnded, type Lifecycle, planReply } from '../../core/lifecycle/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { presentAttachment } from '../files/index.ts'
import { type Message, stageOf, type Ticket } from '../tickets/index.ts'
import type { Rating } from './portal-view.ts'

/** A request as its customer sees it. */
export type PortalTicket = ReturnType<typeof presentPortalTicket>
export type PortalMessage = ReturnType<typeof presentPortalMessage>

export const portalStates = ['in_progress', 'waiting_for_you', 'solved', 'closed'] as const
/** What becomes of a reply: the request goes on, is opened again, or is followed up by a new one. */
export const replyOutcomes = ['continue', 'reopen', 'follow_up'] as const

/** What is known of a ticket besides itself. */
export interface Beside {
  readonly workflow: WorkflowSnapshot
  readonly language: string | null
  readonly now: number
  readonly last: Message | null
  readonly rating: Rating | null
}

/** The ticket in its customer's words. Nothing else of a ticket is ever shown here. */
export function presentPortalTicket(ticket: Ticket, { workflow, language, now, last, rating }: Beside) {
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  const ended = ticket.closedAt ?? ticket.solvedAt
  const reply = lifecycle === undefined ? 'continue' : replyOutcome(ticket, { lifecycle, workflow, now })
  return {
    id: encodeId('ticket', ticket.id),
    number: ticket.number,
    subject: ticket.issueSummary,
    status:
      lifecycle === undefined ? ticket.status : customerStatus(lifecycle, ticket.status, language ?? ticket.language),
    state: stateOf(ticket, lifecycle),
    createdAt: time(ticket.createdAt),
    lastActivityAt: time(Math.max(ticket.createdAt, last?.createdAt ?? 0, ended ?? 0)),
    lastMessage:
      last === null ? null : { from: sideOf(last), body: last.body.slice(0, 200), isRedacted: last.redaction !== null },
    reply,
    reopenUntil:
      reply === 'reopen' && ended !== null && lifecycle !== undefined ? time(ended + lifecycle.reopenWindowMs) : null,
    mayRate: isEnded(ticket),
    rating: rating === null ? null : presentRating(rating),
  }
}

/** How it was, as it is shown. */
export type ShownRating = ReturnType<typeof presentRating>
export function presentRating({ score, comment, ratedAt }: Omit<Rating, 'ticketId'>) {
  return { score, comment, ratedAt: time(ratedAt) }
}

/** A public message: the customer's own, or the desk's by the name of who wrote it; programs are not named. */
export function presentPortalMessage(message: Message) {
  const { author, createdAt } = message
  return {
    id: encodeId('message', message.id),
    from: sideOf(message),
    name: author.kind === 'token' || author.kind === 'system' ? null : author.name,
    automatic: author.kind === 'system',
    body: message.body,
    isRedacted: message.redaction !== null,
    attachments: message.attachments.map(presentAttachment),
    createdAt: time(createdAt),
  }
}

/** Whether a request is solved or closed. */
export function isEnded({ statusCategory }: Pick<Ticket, 'statusCategory'>): boolean {
  return hasEnded(statusCategory)
}

function sideOf({ author }: Message): 'you' | 'desk' {
  return author.kind === 'customer' ? 'you' : 'desk'
}

function stateOf(ticket: Ticket, lifecycle: Lifecycle | undefined): (typeof portalStates)[number] {
  const { statusCategory } = ticket
  if (statusCategory === 'solved' || statusCategory === 'closed') return statusCategory
  return lifecycle?.statuses.get(ticket.status)?.awaits === 'customer' ? 'waiting_for_you' : 'in_progress'
}

function replyOutcome(
  ticket: Ticket,
  { lifecycle, workflow, now }: { lifecycle: Lifecycle; workflow: WorkflowSnapshot; now: number },
): (typeof replyOutcomes)[number] {
  // What goes on in another ticket is answered there.
  if (!isEnded(ticket) || ticket.mergedInto !== null) return 'continue'
  const plan = planReply(lifecycle, stageOf(ticket, workflow), { by: 'customer', at: now })
  return plan.kind === 'follow_up' ? 'follow_up' : plan.kind === 'steps' ? 'reopen' : 'continue'
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
