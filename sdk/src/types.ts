/** Shapes of the public API that the clients rely on (design: API contract, "Shapes"). Times are RFC 3339 UTC, durations in ms. */

import type { ClockMetric, ClockState } from './clock-types.ts'
import type { TicketHandoff } from './partner-types.ts'
import type { RosterWorkload } from './routing-types.ts'
import type { components } from './schema.gen.d.ts'
import type { Transition } from './transition-types.ts'

export type * from './clock-types.ts'
export type * from './delivery-types.ts'
export type * from './mail-types.ts'
export type * from './customer-types.ts'
export type * from './quality-types.ts'
export type * from './report-types.ts'
export type * from './routing-types.ts'
export type * from './transition-types.ts'
export type * from './ticket-part-types.ts'

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
  /** Who saved the draft that is there by now; none when it is gone. */
  savedBy?: string
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
/** How much is hurt, or how soon it matters. */
export type Weight = 'high' | 'normal' | 'low'
export type StatusCategory = 'new' | 'open' | 'waiting' | 'hold' | 'solved' | 'closed'
export interface Clock {
  dueAt: string | null
  state: ClockState
  unit?: 'hours' | 'days'
  targetMs?: number | null
  remainingMs?: number | null
}
export type TicketClocks = { [metric in ClockMetric]?: Clock | null } & { nextDueAt?: string | null }

export interface Ticket {
  id: string
  number: number
  version: number
  externalId: string | null
  status: string
  statusCategory: StatusCategory
  /** What the customer reads, in the ticket's language. */
  customerStatus?: string
  type: string | null
  category: string | null
  priority: Priority
  impact?: Weight | null
  urgency?: Weight | null
  priorityReason?: string | null
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
  /** What became of a guest's or a partner's request; null for tickets of no market. */
  handoff?: TicketHandoff | null
  /** Services of the catalogue. */
  affected?: string[]
  sla: TicketClocks | null
  taskId: string | null
  workflowVersion?: number
  /** Who spoke first. */
  openedBy?: 'customer' | 'agent'
  cause?: { code?: string; text?: string } | null
  correction?: { text?: string; change?: string } | null
  solutionCheck?: 'passed' | 'failed' | null
  resolution?: string | null
  checklist?: { done: number; total: number } | null
  lastMessage?: {
    body: string
    /** How many files it has. */
    attachments: number
    /** Its words were taken out for good. */
    isRedacted: boolean
    visibility: Visibility
    author: Author
    at: string
  } | null
  can?: { reply?: boolean; note?: boolean; transition?: boolean; assign?: boolean; merge?: boolean }
  /** The ticket it was merged into; replies go there. */
  mergedInto?: { id: string; number: number; at: string; undoableUntil: string } | null
  mergeReason?: string | null
  /** Until when it is put aside; told to the workspace's own people only. */
  snoozedUntil?: string | null
  legalTransitions?: Transition[]
  /** The one move that ends the work from here, over as many stages as it takes. */
  solving?: { to: string; label: string; missing: string[] } | null
  createdAt: string
  updatedAt: string
  closedAt: string | null
}

export type Visibility = 'public' | 'internal' | 'partner'
/** A file where it hangs; its content is read from `/v1/files/{id}/content`. */
export interface Attachment {
  id: string
  name: string
  /** Told by the content. */
  mediaType: string
  size: number
  /** Of a picture that may be drawn; null for everything else. */
  image: { width: number; height: number } | null
}
/** A file by itself. One that is not attached within a day is removed. */
export interface StoredFile extends Attachment {
  /** Of the content, hexadecimal. */
  sha256: string
  isAttached: boolean
  createdAt: string
}
export interface Author {
  kind: string
  id: string | null
  name: string | null
}
export interface Message {
  id: string
  /** The ticket it is kept on. */
  ticketId: string
  /** 1, 2, 3 ... within the ticket. */
  seq: number
  clientId: string | null
  author: Author
  visibility: Visibility
  /** Said by the product itself. */
  automatic?: boolean
  body: string
  attachments: Attachment[]
  createdAt: string
  /** Its words and files were taken out for good. */
  redaction?: Redaction | null
}
export interface Redaction {
  at: string
  reason: RedactionReason
}
export type RedactionReason =
  | 'personal_data'
  | 'payment_data'
  | 'credentials'
  | 'abuse'
  | 'mistake'
  | 'customer_request'
  | 'other'
/** One line of a ticket's history; `seq` is its place in the workspace's log. */
export interface TimelineItem {
  kind: 'event' | 'message'
  seq: number
  id: string
  /** Another one where it was said on a ticket merged into this one. */
  ticketId: string
  type: string
  at: string
  actor: ActorRef
  cause: Record<string, unknown> | null
  data: Record<string, unknown>
  message: Message | null
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
  clocks: { metric: ClockMetric; dueAt: string | null; unit: 'hours' | 'days'; targetMs: number }[]
}

export interface RealtimePass {
  pass: string
  expiresAt: string
}
