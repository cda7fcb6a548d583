import type { Environment } from '@marcbachmann/cel-js'
import type { CustomerFacts, OrderFacts, TimeFacts } from './routing-facts.ts'
import { surroundings } from './routing-facts.ts'

/** What automations, macros and playbooks may ask about: a ticket that exists, and what has just happened to it. */
export interface AutomationFacts {
  readonly ticket: AutomationTicket
  readonly change: ChangeFacts
  readonly message: SaidFacts
  readonly customer: CustomerFacts
  readonly order: OrderFacts
  readonly time: TimeFacts
}

/** The ticket as it stands when the rule is asked. What is not known is '' or an empty list. */
export class AutomationTicket {
  summary = ''
  /** The first public message. */
  text = ''
  channel = ''
  serviceLine = ''
  language = ''
  queue = ''
  priority = ''
  type = ''
  category = ''
  /** Who set the category: `caller`, `rule`, `default`, `person`. */
  classifiedBy = ''
  status = ''
  statusCategory = ''
  /** The agent's id; '' when nobody has it. */
  assignee = ''
  assigned = false
  tags: readonly string[] = []
  affected: readonly string[] = []
  fields: Readonly<Record<string, unknown>> = {}
  /** How often it was opened again. */
  reopened = 0
  /** Messages of every kind. */
  messages = 0
  /** Whether somebody has answered in public; an automatic message is no answer. */
  answered = false
  ageMinutes = 0
  minutesInStatus = 0
}

/** What happened; empty where a rule is asked because time went by. */
export class ChangeFacts {
  /** The word that stands in `on`; `time` when time went by. */
  event = ''
  /** Statuses. */
  from = ''
  to = ''
  /** What was changed: `priority`, `tags`, ... */
  fields: readonly string[] = []
  /** `customer`, `agent`, `member`, `token`, `system`, `automation`. */
  by = ''
  /** The clock's. */
  metric = ''
  percent = 0
  /** Of a warning so long before the due time: that time, negative. */
  offsetMinutes = 0
  /** The case's reason or outcome. */
  reason = ''
}

/** What was just said; empty where nothing was. */
export class SaidFacts {
  text = ''
  /** `customer`, `agent`, `member`, `token`, `partner`, `system`. */
  author = ''
}

const text = 'string'
const texts = 'list<string>'

/** The environment automations, macros and playbooks are checked and compiled in. */
export const automationEnvironment: Environment = surroundings
  .clone()
  .registerType('Ticket', {
    ctor: AutomationTicket,
    fields: {
      summary: text,
      text,
      channel: text,
      serviceLine: text,
      language: text,
      queue: text,
      priority: text,
      type: text,
      category: text,
      classifiedBy: text,
      status: text,
      statusCategory: text,
      assignee: text,
      assigned: 'bool',
      tags: texts,
      affected: texts,
      fields: 'map<string, dyn>',
      reopened: 'double',
      messages: 'double',
      answered: 'bool',
      ageMinutes: 'double',
      minutesInStatus: 'double',
    },
  })
  .registerType('Change', {
    ctor: ChangeFacts,
    fields: {
      event: text,
      from: text,
      to: text,
      fields: texts,
      by: text,
      metric: text,
      percent: 'double',
      offsetMinutes: 'double',
      reason: text,
    },
  })
  .registerType('Said', { ctor: SaidFacts, fields: { text, author: text } })
  .registerVariable('ticket', 'Ticket')
  .registerVariable('change', 'Change')
  .registerVariable('message', 'Said')
