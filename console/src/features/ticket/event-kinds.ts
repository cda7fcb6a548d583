import type { IconName } from '../../ui/icon-paths.tsx'

export type EventTone = 'met' | 'near' | 'breach' | 'quiet'
/** What a fact of the history is about; a fold says which of these it holds. */
export type EventGroup = 'ticket' | 'routing' | 'clock' | 'case' | 'call' | 'quality' | 'delivery'

/** The drawing of each kind of fact. */
export const eventIcons: Record<string, IconName> = {
  'ticket.created': 'plus',
  'ticket.classified': 'bolt',
  'ticket.assigned': 'user-plus',
  'ticket.unassigned': 'user',
  'ticket.status_changed': 'arrow',
  'ticket.updated': 'dot',
  'ticket.linked': 'link',
  'ticket.unlinked': 'minus',
  'ticket.escalated': 'shield',
  'case.opened': 'shield',
  'case.escalated': 'arrow-up',
  'case.status_changed': 'arrow',
  'case.check_set': 'check',
  'case.evidence_added': 'file',
  'case.ticket_linked': 'link',
  'case.decided': 'four-eyes',
  'case.closed': 'check',
  'case.paused': 'pause',
  'case.resumed': 'play',
  'case.warned': 'clock',
  'case.breached': 'alert',
  'ticket.followed_up': 'arrow',
  'ticket.merged': 'link',
  'ticket.unmerged': 'undo',
  'ticket.split': 'branch',
  'ticket.solved': 'check',
  'ticket.closed': 'check',
  'ticket.reopened': 'undo',
  'task.queued': 'inbox',
  'task.completed': 'check',
  'task.cancelled': 'x',
  'task.pulled': 'user-plus',
  'task.wrapup_started': 'history',
  'task.wrapup_ended': 'history',
  'task.consult_requested': 'chat',
  'task.consult_ended': 'chat',
  'task.unroutable': 'alert',
  'task.exhausted': 'alert',
  'task.transferred': 'arrow',
  'task.returned': 'undo',
  'task.requeued': 'undo',
  'task.parked': 'pause',
  'task.unparked': 'play',
  'task.overflowed': 'arrow',
  'task.partner_ended': 'plug',
  'task.expired': 'alert',
  'task.paused': 'pause',
  'task.resumed': 'play',
  'call.started': 'phone',
  'call.ended': 'phone',
  'call.abandoned': 'phone',
  'callback.requested': 'phone',
  'offer.created': 'bell',
  'offer.accepted': 'user-plus',
  'offer.declined': 'x',
  'offer.expired': 'clock',
  'offer.revoked': 'x',
  'offer.cancelled': 'x',
  'sla.warned': 'clock',
  'sla.breached': 'alert',
  'sla.escalated': 'alert',
  'sla.met': 'check',
  'automation.ran': 'bolt',
  'mail.requested': 'mail',
  'mail.failed': 'mail',
  'delivery.dead': 'plug',
  'qa.reviewed': 'award',
  'order.saved': 'bag',
  'customer.created': 'user',
}
/** Facts that are more than news. */
export const eventTones: Record<string, EventTone> = {
  'sla.warned': 'near',
  'sla.breached': 'breach',
  'sla.escalated': 'breach',
  'sla.met': 'met',
  'case.warned': 'near',
  'case.breached': 'breach',
  'ticket.solved': 'met',
  'ticket.closed': 'met',
  'delivery.dead': 'breach',
  'mail.failed': 'breach',
  'task.unroutable': 'near',
  'task.exhausted': 'near',
  'call.abandoned': 'near',
  'task.expired': 'breach',
}

/** Told by the message itself, or bookkeeping that no reader asks for. */
export const silentEvents: ReadonlySet<string> = new Set([
  'message.added',
  'customer.updated',
  'task.updated',
  'task.abandoned',
])

/** What changes how the rest is read: never folded away. */
export const landmarkEvents: ReadonlySet<string> = new Set([
  'ticket.merged',
  'ticket.unmerged',
  'ticket.split',
  'ticket.followed_up',
  'ticket.reopened',
  'ticket.escalated',
  'case.decided',
  'sla.breached',
  'delivery.dead',
])

const groups: Record<string, EventGroup> = {
  ticket: 'ticket',
  customer: 'ticket',
  order: 'ticket',
  task: 'routing',
  offer: 'routing',
  sla: 'clock',
  case: 'case',
  call: 'call',
  callback: 'call',
  qa: 'quality',
  delivery: 'delivery',
  mail: 'delivery',
}

/** What a fact is about, by the first word of its type. */
export const groupOf = (type: string): EventGroup => groups[type.split('.')[0] ?? ''] ?? 'ticket'
