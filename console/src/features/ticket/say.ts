import type { Listing, Message, TimelineItem, Visibility } from '@switchyard/sdk'
import type { QueryClient } from '@tanstack/react-query'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import type { DraftMacro } from './drafts.ts'
import { timelineQuery } from './queries.ts'

export interface Said {
  ticketId: string
  text: string
  visibility: Visibility
  /** What comes with it is done in the same step: all of it or nothing. */
  macro: DraftMacro | null
  /** A repeated try with the same id is said once. */
  clientId: string
  /** The last message the writer has seen: a newer public one is a 409. Null = not asked. */
  lastSeenSeq: number | null
  /** Files that were uploaded for it. */
  attachments: string[]
}

/** Says a reply or a note, and does what its macro does. Null when only things were done. */
export async function say(said: Said, keepalive = false): Promise<Message | null> {
  const { ticketId, text, visibility, macro, clientId, lastSeenSeq, attachments } = said
  const path = `/v1/tickets/${ticketId}`
  const more = {
    ...(lastSeenSeq === null ? {} : { lastSeenSeq }),
    ...(attachments.length === 0 ? {} : { attachments }),
  }
  if (macro === null) {
    const body = { body: text, visibility, clientId, ...more }
    return api.request<Message>({ method: 'POST', path: `${path}/messages`, body, keepalive })
  }
  const { message } = await api.request<{ message: Message | null }>({
    method: 'POST',
    path: `${path}/macros/${macro.key}`,
    body: { ...(text === '' ? {} : { body: text }), ...more },
    headers: { 'idempotency-key': clientId },
    keepalive,
  })
  return message
}

/** The history with a message of one's own at its end, until the log itself brings it. */
function withMessage(known: Listing<TimelineItem> | undefined, message: Message): Listing<TimelineItem> | undefined {
  if (!known || known.data.some((item) => item.message?.id === message.id)) return known
  const last = known.data.at(-1)
  const item: TimelineItem = {
    kind: 'message',
    seq: last?.seq ?? 0,
    id: message.id,
    ticketId: message.ticketId,
    type: 'message.added',
    at: message.createdAt,
    actor: { kind: message.author.kind, id: message.author.id ?? '', name: message.author.name },
    cause: null,
    data: {},
    message,
  }
  return { data: [...known.data, item] }
}

/** Shows what was said at once, and asks for what came with it. */
export function markSaid(client: QueryClient, { ticketId, macro }: Said, message: Message | null): void {
  const { queryKey } = timelineQuery(ticketId)
  if (message?.ticketId === ticketId) client.setQueryData(queryKey, (known) => withMessage(known, message))
  void client.invalidateQueries({ queryKey })
  if (macro !== null) void client.invalidateQueries({ queryKey: cacheKeys.ticket(ticketId) })
}
