import { ChangeFacts } from '../expressions/automation-facts.ts'
import { type AutomationEvent, automationEvents } from './automation-events.ts'

/** A fact of the log that rules may be asked about. */
export interface LoggedEvent {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  /** What made it happen: of an automation `{automation, chain}`. */
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly actorKind: string
}

/** Why rules are asked now. */
export interface Occasion {
  readonly on: AutomationEvent | 'time'
  readonly change: ChangeFacts
  /** The automations that led here, the first one first. */
  readonly chain: readonly string[]
}

/** Nothing happened but that time went by. */
export const byTime: Occasion = Object.freeze({
  on: 'time',
  change: Object.freeze(Object.assign(new ChangeFacts(), { event: 'time' })),
  chain: [],
})

const sameInLog: ReadonlySet<string> = new Set(automationEvents)

/** The occasion an event of the log is; null when no rule can be asked about it. */
export function occasionOf(event: LoggedEvent): Occasion | null {
  const on = wordOf(event)
  if (on === null) return null
  const { data, cause } = event
  const chain = Array.isArray(cause?.['chain']) ? cause['chain'].filter((one) => typeof one === 'string') : []
  const change = Object.assign(new ChangeFacts(), {
    event: on,
    from: textOf(data['from']),
    to: textOf(data['to']),
    fields: Array.isArray(data['changed']) ? data['changed'].map(String) : [],
    by: chain.length > 0 ? 'automation' : byOf(event),
    metric: textOf(data['metric']),
    percent: numberOf(data['percent']),
    offsetMinutes: numberOf(data['offsetMs']) / 60_000,
    reason: textOf(data['reason']) || textOf(data['outcome']),
  })
  return { on, change, chain }
}

function wordOf({ type, data }: LoggedEvent): AutomationEvent | null {
  if (type === 'message.added') {
    if (data['visibility'] === 'internal') return 'note.added'
    if (data['authorKind'] === 'customer') return 'message.received'
    return data['visibility'] === 'public' ? 'message.sent' : null
  }
  if (type === 'task.overflowed') return 'queue.overflowed'
  return sameInLog.has(type) ? (type as AutomationEvent) : null
}

function byOf({ actorKind, data }: LoggedEvent): string {
  return data['authorKind'] === 'customer' ? 'customer' : actorKind
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
