import { type Clock, type ClockEvent, type ClocksOfTicket, isActive, isOutdated } from '../../core/clocks/index.ts'
import { awaitsPartner } from '../../core/lifecycle/index.ts'
import type { SlaPolicy, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { TimedTicket } from './apply-clock-events.ts'
import type { StoredClock } from './stored-clock.ts'

interface Asked {
  readonly ticket: TimedTicket
  readonly workflow: WorkflowSnapshot
  readonly events: readonly ClockEvent[]
}

interface Clocked {
  readonly clocks: readonly StoredClock[]
}

/** What events act on: the facts before them, and the events with the one that brings the clocks up to date. */
export interface DatedClocks {
  readonly facts: Omit<ClocksOfTicket, 'clocks'>
  readonly events: readonly ClockEvent[]
}

/** The policy a ticket has, else the first that these events give it. */
function policyOf({ ticket, workflow, events }: Asked): SlaPolicy | undefined {
  const own = ticket.slaPolicy === null ? undefined : workflow.policies.get(ticket.slaPolicy)
  return own ?? events.find((event) => event.kind === 'policy')?.to
}

/** Whether events can do anything to clocks of this ticket at all. */
export function mayHaveClocks(asked: Asked): boolean {
  return asked.events.length > 0 && policyOf(asked) !== undefined
}

/** Whether the policy of a ticket promises something else by now than its clocks do, or another queue has the ticket. */
export function isPromisedAnew({ ticket, workflow, clocks }: Omit<Asked, 'events'> & Clocked): boolean {
  const policy = policyOf({ ticket, workflow, events: [] })
  if (policy === undefined) return false
  const { priority, statusCategory: category } = ticket
  const known = clocks.map((one) => one.clock)
  const isWithPartner = awaitsPartner(workflow.lifecycles.get(ticket.lifecycle), ticket.status)
  return isElsewhere(known, ticket) || isOutdated({ clocks: known, policy, priority, category, isWithPartner })
}

/** Whether the queue whose time counts no longer has the ticket: the router moves tasks without their clocks. */
function isElsewhere(clocks: readonly Clock[], { queue }: TimedTicket): boolean {
  return clocks.some((clock) => clock.metric === 'ownership' && isActive(clock) && clock.queue !== queue)
}

/**
 * What events act on. Where another queue has the ticket than the one whose time counts, its time begins first. Where the policy promises something else by now than the clocks do, because it was published anew,
 * the clocks follow it first: from now on, with what has elapsed (helpdesk.md 2.2). Null when the ticket has no policy.
 */
export function upToDate(asked: Asked & Clocked): DatedClocks | null {
  const { ticket, workflow, events } = asked
  const [first] = events
  const policy = policyOf(asked)
  if (policy === undefined || first === undefined) return null
  const { priority, statusCategory: category, queue, createdAt, openedBy } = ticket
  const isWithPartner = awaitsPartner(workflow.lifecycles.get(ticket.lifecycle), ticket.status)
  const { calendars } = workflow
  const facts = { policy, priority, category, queue, isWithPartner, createdAt, openedBy, calendars }
  const clocks = asked.clocks.map((one) => one.clock)
  const moved: ClockEvent[] = isElsewhere(clocks, ticket) ? [{ kind: 'queue', to: queue, at: first.at }] : []
  if (first.kind === 'policy' || !isOutdated({ clocks, ...facts })) return { facts, events: [...moved, ...events] }
  // What was passed until then is judged by the policy it ran under.
  const before = workflow.policies.get(clocks.find(isActive)?.policy ?? '') ?? policy
  const anew: ClockEvent = { kind: 'policy', to: policy, at: first.at }
  return { facts: { ...facts, policy: before }, events: [...moved, anew, ...events] }
}
