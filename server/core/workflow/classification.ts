import type { AgentSearch } from '../filters/index.ts'
import type { Priority } from './priority.ts'
import type { TaskKind } from './task-kind.ts'

/** What intake knows of a request. Absent, null and '' all mean "not sent". */
export interface ClassifyRequest {
  readonly channel: string
  readonly summary: string
  /** The first public message. */
  readonly text?: string | null | undefined
  readonly serviceLine?: string | null | undefined
  readonly language?: string | null | undefined
  /** A priority word or its alias (`medium`, `urgent`). */
  readonly priority?: string | null | undefined
  readonly impact?: string | null | undefined
  readonly urgency?: string | null | undefined
  readonly type?: string | null | undefined
  readonly category?: string | null | undefined
  /** Where it waits already; rules then choose no other. */
  readonly queue?: string | null | undefined
  /** What will be worked; a ticket without a live session is `ticket` whatever its channel (the default). */
  readonly kind?: TaskKind | undefined
  readonly affected?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  readonly fields?: Readonly<Record<string, unknown>> | undefined
  readonly customer?: CustomerOfRequest | undefined
  readonly order?: OrderOfRequest | null | undefined
}

export interface CustomerOfRequest {
  readonly externalId?: string | null | undefined
  readonly language?: string | null | undefined
  readonly tier?: string | null | undefined
  readonly attributes?: Readonly<Record<string, unknown>> | undefined
}

export interface OrderOfRequest {
  readonly id?: string | null | undefined
  readonly storeId?: string | null | undefined
  readonly region?: string | null | undefined
  readonly brand?: string | null | undefined
  readonly status?: string | null | undefined
  readonly serviceMode?: string | null | undefined
  /** Epoch ms. */
  readonly placedAt?: number | null | undefined
}

/** What an agent must have to be offered the task. */
export interface Requirements {
  /** Skill to the least level that qualifies. */
  readonly skills: Readonly<Record<string, number>>
  readonly languages: readonly string[]
  /** Who else it must be, by the caller's search; left out = anybody. */
  readonly search?: AgentSearch
}

/** What one rule did. `effect` says it in words, e.g. `queue payments, priority high`; '' when it did not match. */
export interface TraceEntry {
  readonly rule: string
  readonly matched: boolean
  readonly effect: string
  /** Line of the rule in the document, or null for a workflow made without text. */
  readonly line: number | null
  /** The rule threw and counted as false. */
  readonly error?: string | undefined
}

/** A classification for somebody to take over. */
export interface ProposedClassification {
  readonly category: string
  readonly type: string | null
  readonly by: 'rule' | 'default'
  /** Whether it is suggested; false = the workflow wants none of it. */
  readonly isShown: boolean
}

/** Everything intake must know to record a request; no query is needed to make it. */
export interface Classification {
  readonly queue: string
  readonly priority: Priority
  readonly type: string | null
  readonly category: string | null
  /** Who decided the category; null while the ticket is only `created`. */
  readonly classifiedBy: 'caller' | 'rule' | 'default' | null
  readonly serviceLine: string
  readonly language: string
  readonly lifecycle: string
  readonly status: string
  readonly requirements: Requirements
  readonly slaPolicy: string | null
  readonly kind: TaskKind
  readonly tags: readonly string[]
  /** Teams to notify. */
  readonly notify: readonly string[]
  /** What the rules would have set, where the workflow leaves that to people; null where they set it. */
  readonly proposed: ProposedClassification | null
  readonly trace: readonly TraceEntry[]
}
