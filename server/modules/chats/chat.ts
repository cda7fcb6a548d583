export const chatStatuses = ['queued', 'active', 'closed'] as const
export type ChatStatus = (typeof chatStatuses)[number]

export const chatEnders = ['customer', 'agent', 'system'] as const
export type ChatEnder = (typeof chatEnders)[number]

/**
 * Ended by one of the two; left while it waited, with nothing said; the customer went away; goes on as a message, to be
 * answered like any ticket; goes on as a callback; over because its task ended some other way.
 */
export const chatEndReasons = ['closed', 'abandoned', 'customer_gone', 'message', 'callback', 'task_ended'] as const
export type ChatEndReason = (typeof chatEndReasons)[number]

/** A chat as it is kept; instants in epoch ms. */
export interface Chat {
  readonly id: string
  readonly ticketId: string
  readonly taskId: string
  readonly channel: string
  /** Of the page it was opened from; null when no page did. */
  readonly origin: string | null
  /** The number of the last message; 0 when nothing was said. */
  readonly messageSeq: number
  readonly customerReadSeq: number
  readonly agentReadSeq: number
  /** The last sign of life of the customer's own socket; null = it never had one. */
  readonly customerSeenAt: number | null
  readonly startedAt: number
  /** When the first agent took it. */
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly endedBy: ChatEnder | null
  readonly endReason: ChatEndReason | null
  readonly rating: number | null
  readonly ratingComment: string | null
  readonly ratedAt: number | null
  /** Places of messages whose words were taken out; in no order. */
  readonly redacted: readonly number[]
}

/** A chat with what its task, ticket and agent say of it. */
export interface ShownChat extends Chat {
  readonly task: { readonly state: string; readonly kind: string; readonly queue: string }
  readonly ticket: {
    readonly number: number
    readonly channel: string
    readonly queue: string
    readonly language: string
    readonly partnerId: string | null
    readonly customerAs: string | null
  }
  readonly customer: { readonly id: string; readonly externalId: string; readonly name: string | null }
  readonly agent: { readonly id: string; readonly name: string; readonly kind: 'person' | 'bot' | 'partner' } | null
}

/** The state of a chat: with an agent it is active, before that it is queued, whoever is asked for it. */
export function chatStatusOf({ endedAt, agent }: Pick<ShownChat, 'endedAt' | 'agent'>): ChatStatus {
  if (endedAt !== null) return 'closed'
  return agent === null ? 'queued' : 'active'
}

/** Where a chat lies, for the question whether somebody may touch it. */
export function placeOfChat({ id, ticket, customer }: Pick<ShownChat, 'id' | 'ticket' | 'customer'>) {
  const { channel, queue, partnerId } = ticket
  return { channel, queue, partnerId, customerId: customer.id, chatId: id }
}
