import type { AgentKind } from '../agents/index.ts'

type Whole = Readonly<Record<string, unknown>>

interface Coded {
  readonly code?: string
  readonly name?: string
}

/** Beckn's Agent, as far as anything is read of it; the rest is kept whole. */
export interface BecknAgent {
  readonly id?: string
  readonly person?: Whole & {
    readonly name?: string
    readonly languages?: Coded[]
    readonly skills?: Coded[]
  }
  readonly contact?: Whole
  readonly organization?: Whole
  /** A figure of an agent there is; an expression of one that is searched. */
  readonly rating?: string
}

/** Beckn's Descriptor, as far as anything is read of it. */
export type Descriptor = Whole & {
  readonly name?: string
  readonly code?: string
  readonly short_desc?: string
  readonly long_desc?: string
}

/** Beckn's Support, as callers send it (seeds.md 2b). */
export interface SupportBody {
  readonly descriptor?: Descriptor
  readonly order_id?: string
  readonly callback_phone?: string
  readonly chat?: { readonly url?: string; readonly session_id?: string }
  readonly faq?: { readonly url: string; readonly mime_type?: string }
  readonly agent?: BecknAgent
}

/** What is kept of a session besides its ticket, chat and task. */
export interface SupportDetails {
  readonly descriptor: Descriptor | null
  readonly faq: SupportBody['faq'] | null
  readonly callbackPhone: string | null
  /** As it was named last; shown together with what is known of the agent itself. */
  readonly agent: BecknAgent | null
}

/** The open session of an order with what its chat, ticket and task say of it. */
export interface SupportSession extends SupportDetails {
  readonly id: string
  readonly orderId: string
  /** What its caller calls the order. */
  readonly orderKey: string
  readonly ticketId: string
  readonly chatId: string
  /** Sealed. */
  readonly chatToken: Buffer
  readonly channel: string
  readonly hasLiveChat: boolean
  /** The ticket's work under way; null = there is none. */
  readonly taskId: string | null
  readonly place: {
    readonly channel: string
    readonly queue: string
    readonly partnerId: string | null
    readonly customerId: string
  }
  readonly servedBy: ServingAgent | null
}

/** Who serves a session, as the agent is kept. */
export interface ServingAgent {
  readonly id: string
  readonly kind: AgentKind
  readonly name: string
  readonly languages: readonly string[]
  readonly skills: Readonly<Record<string, number>>
  readonly contact: Whole | null
  readonly organization: Whole | null
  readonly rating: string | null
}
