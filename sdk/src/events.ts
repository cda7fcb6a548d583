import type { ActorRef } from './types.ts'

/** Every event type the log may carry; the console's cache switch is exhaustive over this list. */
export const eventTypes = [
  'ticket.created',
  'ticket.classified',
  'ticket.assigned',
  'ticket.unassigned',
  'ticket.status_changed',
  'ticket.updated',
  'ticket.solved',
  'ticket.closed',
  'ticket.reopened',
  'ticket.escalated',
  'ticket.linked',
  'ticket.unlinked',
  'ticket.merged',
  'ticket.unmerged',
  'ticket.split',
  'ticket.followed_up',
  'message.added',
  'task.queued',
  'task.updated',
  'task.paused',
  'task.resumed',
  'task.completed',
  'task.cancelled',
  'task.transferred',
  'task.pulled',
  'task.returned',
  'task.requeued',
  'task.parked',
  'task.unparked',
  'task.wrapup_started',
  'task.wrapup_ended',
  'task.consult_requested',
  'task.consult_ended',
  'task.abandoned',
  'task.unroutable',
  'task.exhausted',
  'task.overflowed',
  'task.partner_ended',
  'task.expired',
  'offer.created',
  'offer.accepted',
  'offer.declined',
  'offer.expired',
  'offer.revoked',
  'offer.cancelled',
  'call.started',
  'call.ended',
  'call.abandoned',
  'callback.requested',
  'agent.created',
  'agent.updated',
  'agent.archived',
  'agent.presence_changed',
  'sla.warned',
  'sla.breached',
  'sla.escalated',
  'sla.met',
  'case.opened',
  'case.status_changed',
  'case.paused',
  'case.resumed',
  'case.check_set',
  'case.evidence_added',
  'case.ticket_linked',
  'case.escalated',
  'case.decided',
  'case.closed',
  'case.warned',
  'case.breached',
  'customer.created',
  'customer.updated',
  'order.saved',
  'qa.reviewed',
  'workflow.published',
  'market.published',
  'workspace.created',
  'token.created',
  'token.rotated',
  'token.revoked',
  'member.added',
  'member.role_changed',
  'member.link_issued',
  'member.signed_in',
  'member.session_ended',
  'member.password_set',
  'callback_key.rotated',
  'callback_key.revealed',
  'webhook.created',
  'webhook.updated',
  'webhook.disabled',
  'webhook.deleted',
  'view.created',
  'view.updated',
  'view.deleted',
  'delivery.dead',
] as const
export type EventType = (typeof eventTypes)[number]

export interface DomainEvent {
  seq: number
  id: string
  type: EventType
  subject: { kind: string; id: string }
  ticketId: string | null
  at: string
  actor: ActorRef | null
  data: Record<string, unknown>
}

/** What the server says on `/v1/realtime`. */
export type ServerFrame =
  | { type: 'hello'; seq: number; heartbeatMs: number }
  | { type: 'event'; event: DomainEvent }
  | { type: 'resync'; seq: number }
  | { type: 'beat'; at: string }
  | { type: 'error'; code: string; requestId: string }
