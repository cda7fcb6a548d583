import { AutomationTicket, type AutomationFacts } from '../expressions/automation-facts.ts'
import type { Action } from './automation.ts'

/** The facts as they will be once these things are done, as far as can be said without doing them. */
export function foresee(facts: AutomationFacts, actions: readonly Action[]): AutomationFacts {
  const ticket = Object.assign(new AutomationTicket(), facts.ticket)
  for (const action of actions) apply(ticket, action)
  return { ...facts, ticket }
}

function apply(ticket: AutomationTicket, action: Action): void {
  switch (action.kind) {
    case 'setPriority':
      ticket.priority = action.to
      break
    case 'setType':
      ticket.type = action.to
      break
    case 'setCategory':
      ticket.category = action.to
      break
    case 'setQueue':
      ticket.queue = action.to
      break
    case 'tag':
      ticket.tags = [...new Set([...ticket.tags, ...action.tags])]
      break
    case 'untag':
      ticket.tags = ticket.tags.filter((tag) => !action.tags.includes(tag))
      break
    case 'setFields':
      ticket.fields = { ...ticket.fields, ...action.fields }
      break
    case 'transition':
      ticket.status = action.to
      break
    case 'assign':
      ticket.assigned = true
      ticket.assignee = action.agent
      break
    case 'unassign':
      ticket.assigned = false
      ticket.assignee = ''
      break
    case 'note':
    case 'send':
    case 'firstResponse':
      ticket.messages += 1
      break
    case 'openCase':
    case 'notify':
  }
}
