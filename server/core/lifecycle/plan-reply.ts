import { byItself } from './bars.ts'
import { edgesFrom } from './find-path.ts'
import { hasEnded, type Lifecycle, type Status } from './lifecycle.ts'
import type { PlannedSteps, TicketFacts } from './plan-transition.ts'
import { planTransition } from './plan-transition.ts'

/** What a reply does to a ticket's status: nothing, steps, or a linked follow-up because the ticket may not be reopened. */
export type ReplyPlan = PlannedSteps | { readonly kind: 'none' } | { readonly kind: 'follow_up' }

/**
 * What a public reply does to the status (domain.md "Ticket"): it ends the waiting for its author, and a customer's
 * reopens a solved or closed ticket within the window. The lifecycle does that itself, whoever may do it by hand.
 */
export function planReply(
  lifecycle: Lifecycle,
  ticket: TicketFacts,
  reply: { readonly by: 'customer' | 'partner'; readonly at: number },
): ReplyPlan {
  const status = lifecycle.statuses.get(ticket.status)
  if (status === undefined || !isMovedByReply(status, reply.by)) return { kind: 'none' }
  if (status.awaits === reply.by) {
    const back = edgesFrom(lifecycle, ticket.status, ticket.stageLeft ?? null)[0]?.to
    const plan = planTransition(lifecycle, ticket, { to: back ?? '', facts: {}, at: reply.at, mayAs: byItself })
    return plan.kind === 'steps' ? plan : { kind: 'none' }
  }
  const reopening = lifecycle.outgoing.get(ticket.status)?.find((edge) => edge.reopens)
  if (reopening === undefined) return { kind: 'follow_up' }
  const plan = planTransition(lifecycle, ticket, { to: reopening.to, facts: {}, at: reply.at, mayAs: byItself })
  return plan.kind === 'steps' ? plan : { kind: 'follow_up' }
}

/** Whether a reply can move a ticket in this status at all: most statuses no reply moves. */
export function isMovedByReply({ awaits, category }: Status, by: 'customer' | 'partner'): boolean {
  return awaits === by || (by === 'customer' && hasEnded(category))
}
