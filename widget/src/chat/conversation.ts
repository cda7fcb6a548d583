import type { components } from '@switchyard/sdk'

type Sent = components['schemas']['ChatMessage']

export type Attachment = Pick<Sent['attachments'][number], 'id' | 'name'>

/** One message of a session; `seq` counts 1, 2, 3 without holes. */
export type Message = Readonly<Pick<Sent, 'seq' | 'clientId' | 'automatic' | 'body' | 'createdAt'>> & {
  /** Its words were taken out for good. */
  readonly redaction?: object | null
  readonly author: Pick<Sent['author'], 'kind' | 'name'>
  readonly attachments?: readonly Attachment[]
}

/** A message of the customer's that the server has not acknowledged. */
export interface Pending {
  readonly clientId: string
  readonly body: string
  readonly at: string
  readonly files?: readonly Attachment[]
  /** Set once the server has refused it for good. */
  readonly isRefused: boolean
}

/** What is said in a session: a whole beginning, in order, and what waits to be sent. */
export interface Conversation {
  readonly messages: readonly Message[]
  /** Heard before something that was said earlier; not shown until that is there. */
  readonly early: readonly Message[]
  readonly outbox: readonly Pending[]
}

export const nothingSaid: Conversation = { messages: [], early: [], outbox: [] }

/** The last message of the whole beginning: where a stream resumes. */
export function lastSeq({ messages }: Conversation): number {
  return messages.at(-1)?.seq ?? 0
}

/** Whether something between what is known is missing, and must be asked for. */
export function hasGap({ early }: Conversation): boolean {
  return early.length > 0
}

/**
 * Adds what was heard, from whichever side: every message stands once, in order, and leaves the outbox as it arrives.
 * Hearing one twice, late or early changes nothing in the end.
 */
export function hear(conversation: Conversation, heard: readonly Message[]): Conversation {
  const after = lastSeq(conversation)
  const bySeq = new Map([...conversation.early, ...heard].map((message) => [message.seq, message]))
  const waiting = [...bySeq.values()].filter(({ seq }) => seq > after).toSorted((one, other) => one.seq - other.seq)
  const first = waiting.findIndex(({ seq }, place) => seq !== after + 1 + place)
  const whole = first === -1 ? waiting : waiting.slice(0, first)
  const known = new Set([...bySeq.values()].map(({ clientId }) => clientId))
  return {
    messages: whole.length === 0 ? conversation.messages : [...conversation.messages, ...whole],
    early: first === -1 ? [] : waiting.slice(first),
    outbox: conversation.outbox.filter(({ clientId }) => !known.has(clientId)),
  }
}

export function enqueue(conversation: Conversation, pending: Pending): Conversation {
  return { ...conversation, outbox: [...conversation.outbox, pending] }
}

/** Marks one as refused, or takes the mark off for another try. */
export function markRefused(conversation: Conversation, clientId: string, isRefused: boolean): Conversation {
  const outbox = conversation.outbox.map((one) => (one.clientId === clientId ? { ...one, isRefused } : one))
  return { ...conversation, outbox }
}

/** How many messages of others came after the last one that was seen. */
export function unreadAfter({ messages }: Conversation, seen: number): number {
  return messages.filter(({ seq, author }) => seq > seen && author.kind !== 'customer').length
}
