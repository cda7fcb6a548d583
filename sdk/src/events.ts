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
  'ticket.handed_off',
  'ticket.linked',
  'ticket.unlinked',
  'ticket.merged',
  'ticket.unmerged',
  'ticket.split',
  'ticket.followed_up',
  'ticket.followed',
  'ticket.unfollowed',
  'ticket.mentioned',
  'ticket.team_notified',
  'ticket.team_told',
  'ticket.mentions_read',
  'ticket.checklist_changed',
  'ticket.snoozed',
  'ticket.woken',
  'ticket.move_refused',
  'message.added',
  'message.moved',
  'message.redacted',
  'file.uploaded',
  'file.deleted',
  'automation.ran',
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
  'monitor.started',
  'monitor.changed',
  'monitor.ended',
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
  'chat.started',
  'chat.ended',
  'chat.rated',
  'ticket.rated',
  'agent.created',
  'agent.updated',
  'agent.archived',
  'agent.presence_changed',
  'sla.warned',
  'sla.breached',
  'sla.escalated',
  'sla.met',
  'sla.overridden',
  'sla.override_undone',
  'case.opened',
  'case.status_changed',
  'case.paused',
  'case.resumed',
  'case.check_set',
  'case.evidence_added',
  'case.ticket_linked',
  'case.escalated',
  'case.updated',
  'case.decided',
  'case.closed',
  'case.warned',
  'case.breached',
  'customer.created',
  'customer.updated',
  'customer.merged',
  'customer.unmerged',
  'customer.exported',
  'customer.erased',
  'order.saved',
  'order.rated',
  'support.opened',
  'support.updated',
  'support.answered',
  'support.closed',
  'support.rated',
  'qa.reviewed',
  'workflow.published',
  'workflow.rolled_back',
  'market.published',
  'store.saved',
  'partner.created',
  'partner.integration_created',
  'partner.certification_started',
  'partner.certification_ended',
  'bulk.started',
  'bulk.finished',
  'bulk.undo_started',
  'bulk.undone',
  'workspace.created',
  'workspace.clock_moved',
  'token.created',
  'token.rotated',
  'token.revoked',
  'member.added',
  'member.role_changed',
  'member.link_issued',
  'member.signed_in',
  'member.session_ended',
  'member.password_set',
  'member.notices_set',
  'access.requested',
  'access.approved',
  'access.rejected',
  'callback_key.rotated',
  'callback_key.revealed',
  'callback_key.retired',
  'delivery.given_up',
  'webhook.created',
  'webhook.updated',
  'webhook.disabled',
  'webhook.deleted',
  'mail.requested',
  'mail.failed',
  'article.answered',
  'view.created',
  'view.updated',
  'view.deleted',
  'delivery.dead',
  'delivery.quarantined',
  'delivery.replayed',
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

/** Of a chat that is watched: the customer types there, or somebody has read up to `seq`. Of this moment only. */
export interface ChatSign {
  chatId: string
  kind: 'typing' | 'read'
  by: 'customer' | 'agent'
  seq: number | null
}

/** Somebody else who has a ticket before them, and what they are writing there. */
export interface TicketViewer {
  id: string
  name: string
  writing: 'public' | 'partner' | 'internal' | null
}

/** Who else has the ticket before them that one looks at: all of them, each time. Of this moment only. */
export interface ViewersSign {
  ticketId: string
  viewers: TicketViewer[]
}

/** A draft on the ticket that one looks at was saved under a revision, or is gone (null). */
export interface DraftSign {
  ticketId: string
  visibility: 'public' | 'partner' | 'internal'
  isMine: boolean
  revision: number | null
}

/** What the server says on `/v1/realtime`. */
export type ServerFrame =
  | { type: 'hello'; seq: number; heartbeatMs: number }
  | { type: 'event'; event: DomainEvent }
  | { type: 'resync'; seq: number }
  | { type: 'stir'; seq: number; withinMs: number }
  | ({ type: 'chat' } & ChatSign)
  | ({ type: 'viewers' } & ViewersSign)
  | ({ type: 'draft' } & DraftSign)
  | { type: 'beat'; at: string }
  | { type: 'error'; code: string; requestId: string }
