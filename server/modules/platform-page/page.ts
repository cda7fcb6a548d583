import type { Interval } from '../../core/quality/index.ts'
import type { CaseReason } from '../../core/workflow/index.ts'

/** By language; `*` and else the first stand for those that have none of their own. */
export type Wordings = Readonly<Record<string, string>>

/** Everything the public page of a workspace tells; instants in epoch ms. */
export interface PlatformPage {
  readonly workspace: { readonly slug: string; readonly name: string; readonly purpose: 'live' | 'review' }
  readonly zone: string
  readonly version: number
  readonly publishedAt: number
  /** When all of this was read. */
  readonly readAt: number
  readonly title: Wordings
  readonly summary: Wordings
  readonly channels: readonly { readonly slug: string; readonly label: string; readonly kind: string }[]
  /** Whether orders have support sessions here. */
  readonly hasOrderSupport: boolean
  /** The key of a channel whose chat anybody may try; null where no channel has one. */
  readonly chatKey: string | null
  readonly queues: readonly QueueOfPage[]
  readonly request: ShownRequest
  readonly cases: CaseOfPage | null
  readonly automation: {
    readonly controls: Readonly<Record<'firstResponse' | 'steps' | 'guidance' | 'classify', string>>
    readonly examples: readonly string[]
  }
  /** Null where the workspace keeps its figures to itself. */
  readonly firstResponse: Reading | null
  readonly checkpoints: readonly { readonly name: string; readonly question: string }[]
  readonly tests: { readonly total: number; readonly passed: number }
  readonly permissions: readonly PermissionRow[]
  readonly sections: readonly { readonly title: Wordings; readonly body: Wordings }[]
  readonly contacts: readonly Contact[]
  /** Whether access is asked for by a form; else it is by mail. */
  readonly takesRequests: boolean
}

export interface QueueOfPage {
  readonly slug: string
  readonly label: string
  readonly figures: { readonly waiting: number; readonly active: number } | null
}

/** A request, what the rules in force make of it, and who would qualify. */
export interface ShownRequest {
  readonly body: Readonly<Record<string, string>>
  readonly channel: string
  readonly status: string
  readonly priority: string
  readonly queue: { readonly slug: string; readonly label: string }
  readonly skills: Readonly<Record<string, number>>
  readonly languages: readonly string[]
  /** Ids of the rules that had a part in it, in their order. */
  readonly rules: readonly string[]
  readonly firstResponse: { readonly targetMs: number; readonly dueAt: number } | null
  readonly agents: readonly SampleAgent[]
}

/** Somebody made up for the page, judged by the queue's own rule. */
export interface SampleAgent {
  readonly name: string
  readonly qualifies: boolean
  /** What keeps the agent from it. */
  readonly lacks:
    | { readonly skill: string; readonly level: number; readonly asked: number }
    | { readonly language: string }
    | null
}

export interface CaseOfPage {
  readonly label: string
  readonly dueMs: CaseReason['dueMs']
  readonly checks: readonly string[]
}

/** Promises kept of the last thirty days, and what they are counted from. */
export interface Reading {
  readonly attainment: number | null
  /** Between these the true share lies, by 95 %; null where nothing was judged. */
  readonly interval: Interval | null
  readonly judged: number
  readonly excluded: number
}

/** One permission, and what it is worth to each of the roles the page shows. */
export interface PermissionRow {
  readonly permission: string
  readonly partner: PermissionMark
  readonly agent: PermissionMark
  readonly reviewer: PermissionMark
  readonly manager: PermissionMark
}

/** `own`: of what is one's own. `four-eyes`: never of what one opened oneself. */
export type PermissionMark = 'yes' | 'no' | 'own' | 'four-eyes'

export interface Contact {
  readonly name: Wordings
  readonly email: string | null
  readonly phone: string | null
  readonly note: Wordings
}
