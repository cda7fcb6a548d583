import type { Article } from '../articles/index.ts'
import type { Calendar } from '../calendars/calendar.ts'
import type { ClockMetric } from '../clocks/clock.ts'
import type { StepPoint } from '../clocks/step-point.ts'
import type { AgentFacts } from '../expressions/agent-facts.ts'
import type { CaseFacts } from '../expressions/case-facts.ts'
import type { Expression, Score } from '../expressions/expression.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'
import type { Lifecycle, StatusCategory } from '../lifecycle/lifecycle.ts'
import type { AutomationPolicy } from './compile-automations.ts'
import type { MailPolicy } from './compile-mail.ts'
import type { AutomaticMove, Checklist } from './stage-parts.ts'
import type { CaseTriggerEvent } from './case-trigger-events.ts'
import type { Scorecard } from '../quality/scorecard.ts'
import type { TraceEntry } from './classification.ts'
import type { Cooldowns } from './cooldowns.ts'
import type { Capacity, Presence } from './desk-terms.ts'
import type { WorkflowDocument } from './document.ts'
import type { Priority } from './priority.ts'
import type { Rollout } from './rollout.ts'
import type { TaskKind } from './task-kind.ts'
import type { ChannelOfWorkflow } from './channel.ts'

/** A published workflow compiled once: immutable, looked up by slug, no query needed (architecture.md "The hot path"). */
export interface WorkflowSnapshot {
  readonly version: number
  /** The version whose queues these are: this one, but for tasks outside the share of a roll-out. */
  readonly termsVersion: number
  /** Null = every task waits by these queues. */
  readonly rollout: Rollout | null
  readonly document: WorkflowDocument
  readonly zone: string
  readonly defaults: { readonly serviceLine: string; readonly language: string; readonly priority: Priority }
  readonly demandsIdempotencyKey: boolean
  readonly languages: ReadonlySet<string>
  readonly skills: ReadonlyMap<string, { readonly label: string }>
  readonly channels: ReadonlyMap<string, ChannelOfWorkflow>
  readonly serviceLines: ReadonlyMap<string, ServiceLine>
  readonly types: ReadonlyMap<string, TicketType>
  readonly checklists: ReadonlyMap<string, Checklist>
  readonly categories: ReadonlyMap<string, Category>
  readonly services: ReadonlyMap<string, Service>
  readonly teams: ReadonlyMap<string, Team>
  /** How long after solving or closing a ticket may be reopened. */
  readonly reopenWindowMs: number
  /** How long after closing a ticket's callback address is still told of it. */
  readonly callbackWindowMs: number
  readonly lifecycles: ReadonlyMap<string, Lifecycle>
  /** What time does, by lifecycle; in the order of time within each status. */
  readonly automatic: ReadonlyMap<string, readonly AutomaticMove[]>
  readonly calendars: ReadonlyMap<string, Calendar>
  /** Calendars the document no longer has, by which clocks of old tickets were counted. */
  readonly formerCalendars: ReadonlyMap<string, Calendar>
  /** In the order in which they are tried: the first that matches is the ticket's. */
  readonly policies: ReadonlyMap<string, SlaPolicy>
  readonly rules: readonly RoutingRule[]
  /** Whether a ticket may be promised something else because another queue has it. */
  readonly isPromisedByQueue: boolean
  /** Where a request goes when no rule, service, category or service line names a queue. */
  readonly otherwise: string
  readonly requiresLanguage: boolean
  readonly queues: ReadonlyMap<string, Queue>
  /** Where messages are worked that overflow leaves, unless their queue says otherwise; null = where they waited. */
  readonly messageQueue: string | null
  /** How long an offer of these kinds stands, whatever its queue says. */
  readonly offerTimeouts: Readonly<Partial<Record<TaskKind, number>>>
  readonly capacity: Capacity
  readonly presence: Presence
  readonly cases: CasePolicy
  readonly automation: AutomationPolicy
  readonly mail: MailPolicy
  /** The wait before each attempt to deliver, 0 before the first. */
  readonly attemptDelaysMs: readonly number[]
  /** What customers may read before they ask, in the order of the document. */
  readonly articles: ReadonlyMap<string, Article>
  readonly scorecards: ReadonlyMap<string, Scorecard>
  /** Computed priority by `impact/urgency`; empty when the workflow has no matrix. */
  readonly matrix: ReadonlyMap<string, Priority>
  readonly tests: readonly EmbeddedTest[]
}

export interface ServiceLine {
  readonly slug: string
  readonly label: string
  readonly lifecycle: string | null
  readonly category: string | null
  readonly type: string | null
  readonly queue: string | null
}

export interface TicketType {
  readonly slug: string
  readonly label: string
  readonly priority: Priority
  readonly lifecycle: string | null
  readonly fields: ReadonlyMap<string, FieldDefinition>
}

export interface FieldDefinition {
  readonly label: string
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'choice'
  readonly choices: readonly string[]
  readonly isRequired: boolean
  /** Statuses that no ticket of the type enters without it. */
  readonly requiredFor: readonly string[]
}

/** `type` is the kind of work such a request is when the caller does not say. `parent` makes the tree. */
export interface Category {
  readonly slug: string
  readonly label: string
  readonly parent: string | null
  readonly type: string | null
  readonly team: string | null
  readonly queue: string | null
}

export interface Service {
  readonly slug: string
  readonly label: string
  readonly kind: string
  readonly queue: string | null
  readonly partner: string | null
}

export interface Team {
  readonly slug: string
  readonly label: string
  readonly notes: string | null
}

export interface RoutingRule {
  readonly id: string
  readonly when: Expression<RoutingFacts>
  readonly line: number | null
  readonly continues: boolean
  readonly set: {
    readonly queue: string | null
    readonly priority: Priority | null
    readonly type: string | null
    readonly category: string | null
    readonly slaPolicy: string | null
  }
  readonly skills: Readonly<Record<string, number>>
  readonly languages: readonly string[]
  readonly tags: readonly string[]
  readonly notify: readonly string[]
  /** What the trace says when it matched and when it did not, made once. */
  readonly hit: TraceEntry
  readonly miss: TraceEntry
}

export interface Queue extends Cooldowns {
  readonly slug: string
  readonly label: string
  readonly notes: string | null
  readonly team: string | null
  /** Who belongs; the default asks that the agent lists the queue. */
  readonly members: Expression<AgentFacts>
  readonly rank: Rank
  readonly kind: TaskKind | null
  /** Opening hours; null = always open. */
  readonly hours: Calendar | null
  readonly offerTimeoutMs: number
  readonly maxWaitMs: number | null
  readonly ageing: Readonly<Record<Priority, AgeingClass>>
  /** Points per minute that the SLA deadline adds: weight x 1 / target; 0 = off. */
  readonly deadlineWeight: number
  readonly relax: readonly RelaxStep[]
  readonly overflow: readonly OverflowStep[]
  /** Where messages left in this queue are worked; null = as the workflow says. */
  readonly messageQueue: string | null
  /** At most this many tasks more than the least served agent; null = off. */
  readonly fairnessGap: number | null
  readonly preferredAgentMs: number | null
  readonly lastAgentMs: number | null
  /** So long ago an agent may have worked for the customer of a new ticket to be the last one; 0 = only who had the ticket. */
  readonly lastAgentWithinMs: number
  /** What becomes of a call that was given up while it waited here. */
  readonly abandonedCalls: AbandonedCalls
  /** How long an agent has after a conversation before the task is done; 0 = none. */
  readonly wrapupMs: number
  /** How long of it the units stay held: all of it, none (0), or until then. */
  readonly wrapupHoldsMs: number
  readonly pauseFreesCapacity: boolean
}

/** The ticket is closed; the caller is called back at the call's place; or the ticket stays for somebody to decide. */
export type AbandonedCalls = 'close' | 'callback' | 'keep'

export interface Rank {
  readonly by: 'longest-idle' | 'least-loaded' | 'best-match' | 'round-robin' | 'expression'
  /** Higher is better; only with `by: 'expression'`. */
  readonly expression: Score<AgentFacts> | null
}

/** score = min(base + slopePerMinute x minutes waited, cap) (domain.md "Routing" 2). */
export interface AgeingClass {
  readonly base: number
  readonly slopePerMinute: number
  readonly cap: number
}

/** At this age of the task: replace languages (none = any) or skills, drop some, widen the pool. Null = as before. */
export interface RelaxStep {
  readonly afterMs: number
  readonly skills: Readonly<Record<string, number>> | null
  readonly languages: readonly string[] | null
  readonly dropSkills: readonly string[]
  readonly alsoMembers: Expression<AgentFacts> | null
}

export interface OverflowStep {
  readonly on: 'wait' | 'length' | 'estimate' | 'nobody' | 'closed'
  /** Task age for `wait`, expected wait for `estimate`. */
  readonly afterMs: number | null
  /** Waiting tasks for `length`. */
  readonly above: number | null
  readonly to:
    | { readonly kind: 'queue'; readonly queue: string }
    | { readonly kind: 'partner'; readonly partner: string }
    | { readonly kind: 'callback' | 'voicemail' | 'message' | 'escalate' }
  readonly skipIf: 'nobodyCanTake' | null
}

export interface SlaPolicy {
  readonly slug: string
  readonly label: string
  readonly calendar: Calendar
  /** Null = matches every ticket. */
  readonly when: Expression<RoutingFacts> | null
  readonly line: number | null
  /** Working ms per priority and metric, `workingDayMs` for a working day; a metric not named has no clock. */
  readonly targets: Readonly<Record<Priority, Readonly<Partial<Record<ClockMetric, number>>>>>
  /** Metrics whose target counts working days. */
  readonly inDays: Readonly<Record<Priority, ReadonlySet<ClockMetric>>>
  readonly pausesIn: ReadonlySet<StatusCategory>
  readonly pausesFirstResponse: boolean
  readonly warnings: readonly StepPoint[]
  readonly escalations: readonly EscalationStep[]
}

export interface EscalationStep {
  readonly slug: string
  readonly metric: ClockMetric
  readonly at: StepPoint
  readonly notify: readonly string[]
  readonly raisePriorityTo: Priority | null
  readonly requeueTo: string | null
  /** Reason of the case to open. */
  readonly openCase: string | null
}

export interface CasePolicy {
  readonly reasons: ReadonlyMap<string, CaseReason>
  readonly checks: ReadonlyMap<string, { readonly label: string }>
  readonly riskClasses: ReadonlyMap<string, { readonly label: string }>
  readonly maxLevel: number
  /** Percentages of the time until due. */
  readonly warnings: readonly number[]
  /** Asked in order; each that matches opens a case. */
  readonly triggers: readonly CaseTrigger[]
}

export interface CaseTrigger {
  readonly slug: string
  readonly on: CaseTriggerEvent
  /** Null = always. */
  readonly when: Expression<CaseFacts> | null
  readonly reason: string
  /** Null = the reason's own. */
  readonly severity: Priority | null
}

export interface CaseReason {
  readonly slug: string
  readonly label: string
  readonly severity: Priority
  readonly riskClass: string | null
  readonly riskChecks: readonly string[]
  /** Working time of the calendar; null = no clock. */
  readonly dueMs: number | null
  /** Whether `dueMs` counts working days, `workingDayMs` for each. */
  readonly inDays: boolean
  readonly calendar: Calendar
  /** Null = its cases are offered to nobody. */
  readonly queue: string | null
}

/** A test inside the document, with the line it stands in. */
export type EmbeddedTest = NonNullable<WorkflowDocument['tests']>[number] & { readonly line: number | null }
