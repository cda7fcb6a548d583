import type { Action } from './automation.ts'

/** What an action does, as a short code for logs and events: `priority high`, `tag vip`, `send ask-transaction`. */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case 'setPriority':
      return `priority ${action.to}`
    case 'setType':
      return `type ${action.to}`
    case 'setCategory':
      return `category ${action.to}`
    case 'setQueue':
      return `queue ${action.to}`
    case 'tag':
    case 'untag':
      return `${action.kind} ${action.tags.join(', ')}`
    case 'setFields':
      return `fields ${Object.keys(action.fields).join(', ')}`
    case 'transition':
      return `status ${action.to}`
    case 'assign':
      return `assign ${action.agent}`
    case 'unassign':
      return 'unassign'
    case 'note':
      return 'note'
    case 'firstResponse':
      return 'send the first response'
    case 'send':
      return `send ${action.macro}`
    case 'openCase':
      return `case ${action.reason}`
    case 'notify':
      return `notify ${action.teams.join(', ')}`
  }
}
