import { type ClockEvent, type ClocksOfTicket, isActive, isOutdated } from '../../core/clocks/index.ts'
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

/** Whether the policy of a ticket promises something else by now than its clocks do. */
export function isPromisedAnew({ ticket, workflow, clocks }: Omit<Asked, 'events'> & Clocked): boolean {
  const policy = policyOf({ ticket, workflow, events: [] })
  if (policy === undefined) return false
  const { priority, statusCategory: category } = ticket
  return isOutdated({ clocks: clocks.map((one) => one.clock), policy, priority, category })
}

/**
 * What events act on. Where the policy promises something else by now than the clocks do, because it was published anew,
 * the clocks follow it first: from now on, with what has elapsed (helpdesk.md 2.2). Null when the ticket has no policy.
 */
export function upToDate(asked: Asked & Clocked): DatedClocks | null {
  const { ticket, workflow, events } = asked
  const [first] = events
  const policy = policyOf(asked)
  if (policy === undefined || first === undefined) return null
  const { priority, statusCategory: category, createdAt, openedBy } = ticket
  const facts = { policy, priority, category, createdAt, openedBy, calendars: workflow.calendars }
  const clocks = asked.clocks.map((one) => one.clock)
  if (first.kind === 'policy' || !isOutdated({ clocks, ...facts })) return { facts, events }
  // What was passed until then is judged by the policy it ran under.
  const before = workflow.policies.get(clocks.find(isActive)?.policy ?? '') ?? policy
  return { facts: { ...facts, policy: before }, events: [{ kind: 'policy', to: policy, at: first.at }, ...events] }
}
