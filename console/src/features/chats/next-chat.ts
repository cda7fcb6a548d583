import type { Chat } from '@switchyard/sdk'

type Place = Pick<Chat, 'ticketId' | 'messages' | 'read'>

/** Where to look next: the next conversation with something unread, going round from the open one; else simply the next. */
export function nextChat<T extends Place>(chats: readonly T[], openTicketId: string | null): T | null {
  const at = chats.findIndex(({ ticketId }) => ticketId === openTicketId)
  const round = [...chats.slice(at + 1), ...chats.slice(0, Math.max(0, at))]
  return round.find(({ messages, read }) => messages > read.agent) ?? round[0] ?? null
}
