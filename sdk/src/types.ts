/** Shapes of the public API that the clients rely on (design: API contract, "Shapes"). Times are RFC 3339 UTC, durations in ms. */

import type { RosterWorkload } from './routing-types.ts'
import type { components } from './schema.gen.d.ts'

export type * from './customer-types.ts'
export type * from './quality-types.ts'
export type * from './routing-types.ts'

export interface Page<T> {
  data: T[]
  page: { next: string | null }
}
export interface Listing<T> {
  data: T[]
}

export interface ProblemBody {
  type?: string
  title?: string
  status: number
  detail?: string
  code?: string
  requestId?: string
  errors?: { pointer?: string; code?: string; message?: string }[]
  missing?: string[]
  legal?: { to: string; label?: string }[]
  /** The state the offer had ended in when the answer came. */
  lostTo?: string
  permission?: string
}

export interface ActorRef {
  kind: string
  id: string
  name?: string | null
}

export type PresenceState = 'available' | 'busy' | 'away' | 'offline' | 'draining'
export interface Presence {
  state: PresenceState
  reason?: string | null
  since?: string | null
}
export interface Agent {
  id: string
  name: string
  kind?: 'person' | 'bot' | 'partner'
  email?: string | null
  presence?: Presence
  capacityUnits?: number
  queues?: string[]
  languages?: string[]
  skills?: Record<string, number>
  /** In a list asked for with `include=workload`. */
  workload?: RosterWorkload
}
type MeAnswer = components['schemas']['Me']
/** Whoever is signed in to the console: never a token. */
export type Me = Omit<MeAnswer, 'kind' | 'user' | 'member'> & {
  kind: 'member'
  user: NonNullable<MeAnswer['user']>
  member: NonNullable<MeAnswer['member']>
}
export interface SessionRow {
  id: string
  createdAt: string
  lastSeenAt?: string | null
  userAgent?: string | null
  address?: string | null
  isCurrent: boolean
}

export type Priority = 'low' | 'normal' | 'high' | 'critical'
export type StatusCategory = 'new' | 'open' | 'waiting' | 'hold' | 'solved' | 'closed'
export type ClockState = 'running' | 'paused' | 'breached' | 'met' | 'cancelled' | 'not_applicable'
export type ClockMetric = 'firstResponse' | 'nextResponse' | 'periodicUpdate' | 'resolution'
export interface Clock {
  dueAt: string | null
  state: ClockState
  targetMs?: number | null
  remainingMs?: number | null
}
export type TicketClocks = { [metric in ClockMetric]?: Clock | null } & { nextDueAt?: string | null }

export interface Transition {
  to: string
  label: string
  missing: string[]
}
export interface Ticket {
  id: string
  number: number
  version: number
  externalId: string | null
  status: string
  statusCategory: StatusCategory
  type: string | null
  category: string | null
  priority: Priority
  channel: string
  serviceLine: string | null
  language: string | null
  queue: string | null
  customer: { id: string; externalId: string | null; name: string | null }
  issueSummary: string
  assignee: { id: string; name: string } | null
  order: { id: string; storeId?: string | null; region?: string | null; placedAt?: string | null } | null
  tags: string[]
  fields?: Record<string, unknown>
  sla: TicketClocks | null
  taskId: string | null
  workflowVersion?: number
  cause?: { code?: string; text?: string } | null
  correction?: { text?: string } | null
  resolution?: string | null
  lastMessage?: {
    body: string
    visibility: Visibility
    author: Author
    at: string
  } | null
  can?: { reply?: boolean; note?: boolean; transition?: boolean; assign?: boolean }
  legalTransitions?: Transition[]
  /** The one move that ends the work from here, over as many stages as it takes. */
  solving?: { to: string; label: string; missing: string[] } | null
  createdAt: string
  updatedAt: string
  closedAt: string | null
}

export type Visibility = 'public' | 'internal' | 'partner'
export interface Attachment {
  id?: string
  name: string
  size?: number
  url?: string
}
export interface Author {
  kind: string
  id: string | null
  name: string | null
}
export interface Message {
  id: string
  /** 1, 2, 3 ... within the ticket. */
  seq: number
  clientId: string | null
  author: Author
  visibility: Visibility
  body: string
  attachments: Attachment[]
  createdAt: string
}
/** One line of a ticket's history; `seq` is its place in the workspace's log. */
export interface TimelineItem {
  kind: 'event' | 'message'
  seq: number
  id: string
  type: string
  at: string
  actor: ActorRef
  cause: Record<string, unknown> | null
  data: Record<string, unknown>
  message: Message | null
}

export interface Segment {
  from: string
  to: string
  counted: boolean
  reason: string
  /** Will be counted if nothing happens. */
  isForecast: boolean
}
export interface ExplainedClock {
  metric: ClockMetric
  /** 1 for the first of its metric on the ticket, then 2, 3 ... */
  instance: number
  policy: string
  targetMs: number
  /** The instant it was explained for. */
  asOf: string | null
  dueAt: string | null
  state: ClockState
  elapsedMs: number
  remainingMs: number
  segments: Segment[]
}

export interface Customer {
  id: string
  version: number
  externalId: string
  /** Every id it is known by, `externalId` first. */
  externalIds: string[]
  name: string | null
  language: string | null
  tier: string | null
  timezone: string | null
  attributes: Record<string, unknown>
  contacts: { kind: 'email' | 'phone'; value: string; verifiedAt: string | null }[]
  mergedInto: { id: string; externalId: string; at: string } | null
  erasedAt: string | null
  createdAt: string
}

export interface ViewCount {
  slug: string
  count: number
}
export type Severity = 'error' | 'warning' | 'info'
export interface WorkflowProblem {
  severity: Severity
  code: string
  message: string
  line: number | null
  column: number | null
  pointer: string | null
}
export interface WorkflowTest {
  name: string
  passed: boolean
  expected: unknown
  actual: unknown
  line: number | null
}
export interface WorkflowCheck {
  isPublishable: boolean
  problems: WorkflowProblem[]
  tests: WorkflowTest[]
}
export interface PublishedWorkflow {
  version: number
  document: string
  publishedAt: string
  publishedBy: { kind: string; name: string | null }
}
export interface DryRunRequest {
  serviceLine?: string
  channel: string
  language?: string
  issueSummary: string
  customerId?: string
}
export interface DryRun {
  classification: {
    queue: string
    priority: Priority
    type: string | null
    category: string | null
    requirements?: { skills?: Record<string, number>; languages?: string[] }
    tags?: string[]
  }
  trace: { rule: string; matched: boolean; effect: string; line: number | null }[]
  clocks: { metric: ClockMetric; dueAt: string | null; targetMs: number }[]
}

export interface RealtimePass {
  pass: string
  expiresAt: string
}
