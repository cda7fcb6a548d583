/** What a rule may be asked on, in the words of the workflow document. */
export const automationEvents = [
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
  'message.received',
  'message.sent',
  'note.added',
  'sla.warned',
  'sla.breached',
  'sla.met',
  'queue.overflowed',
  'call.abandoned',
  'case.opened',
  'case.decided',
] as const

export type AutomationEvent = (typeof automationEvents)[number]

/** The types of the log behind the words; those not named are called the same. */
const logTypes: Readonly<Partial<Record<AutomationEvent, string>>> = {
  'message.received': 'message.added',
  'message.sent': 'message.added',
  'note.added': 'message.added',
  'queue.overflowed': 'task.overflowed',
}

/** The type under which the log keeps what a rule is asked on. */
export function logTypeOf(event: AutomationEvent): string {
  return logTypes[event] ?? event
}
