/** What a trigger of cases may wait for. */
export const caseTriggerEvents = [
  'ticket.created',
  'ticket.classified',
  'ticket.updated',
  'ticket.reopened',
  'sla.breached',
  'message.received',
  'queue.overflowed',
  'cluster.detected',
] as const

export type CaseTriggerEvent = (typeof caseTriggerEvents)[number]
