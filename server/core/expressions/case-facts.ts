import type { Environment } from '@marcbachmann/cel-js'
import type { RoutingFacts } from './routing-facts.ts'
import { routingEnvironment } from './routing-facts.ts'

/** What triggers of cases may ask about: what rules may, and the ticket's life, the change, message, clock and cluster of the event. */
export interface CaseFacts extends RoutingFacts {
  readonly ticket: TicketFacts
  readonly change: ChangedFacts
  readonly message: MessageFacts
  readonly clock: ClockFacts
  readonly cluster: ClusterFacts
}

/** The ticket as it stands when the event is looked at. */
export class TicketFacts {
  status = ''
  statusCategory = ''
  /** How often it was opened again. */
  reopened = 0
  ageMinutes = 0
}

/** What the event changed; empty where it is no such change. */
export class ChangedFacts {
  /** `priority`, `type`, `fields`, ... */
  fields: readonly string[] = []
}

/** What the customer said; empty where the event is no message. */
export class MessageFacts {
  text = ''
}

/** The clock that was breached; empty where the event is no breach. */
export class ClockFacts {
  metric = ''
}

/** Tickets that tell of the same and come more often than usual; nothing where the event is no such surge. */
export class ClusterFacts {
  /** Those of the last four hours. */
  tickets = 0
  /** How many come in as long a time at this hour of the week. */
  expected = 0
}

/** The environment triggers of cases are checked and compiled in. */
export const caseEnvironment: Environment = routingEnvironment
  .clone()
  .registerType('Ticket', {
    ctor: TicketFacts,
    fields: { status: 'string', statusCategory: 'string', reopened: 'double', ageMinutes: 'double' },
  })
  .registerType('Change', { ctor: ChangedFacts, fields: { fields: 'list<string>' } })
  .registerType('Message', { ctor: MessageFacts, fields: { text: 'string' } })
  .registerType('Clock', { ctor: ClockFacts, fields: { metric: 'string' } })
  .registerType('Cluster', { ctor: ClusterFacts, fields: { tickets: 'double', expected: 'double' } })
  .registerVariable('ticket', 'Ticket')
  .registerVariable('change', 'Change')
  .registerVariable('message', 'Message')
  .registerVariable('clock', 'Clock')
  .registerVariable('cluster', 'Cluster')
