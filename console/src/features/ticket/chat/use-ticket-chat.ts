import { useEffect, useRef } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Chat, Message, Task, Ticket, TimelineItem } from '@switchyard/sdk'
import { useWatchedChats } from '../../../live/chat-signs.ts'
import { chatOfTicketQuery, readInChat } from '../../../live/chats.ts'
import { changeChat } from '../../../live/live-cache.ts'
import { taskOfTicketQuery } from '../../../live/tasks.ts'
import { channelIcon } from '../../../ui/channel.ts'
import { usePageSeen } from '../../../ui/use-page-seen.ts'
import { timelineQuery } from '../queries.ts'

/** The chat of a ticket, as who looks at it may use it. */
export interface TicketChat {
  chat: Chat
  task: Task | null
  isLive: boolean
  /** It is this agent's: what is written here is said in it. */
  isMine: boolean
}

/** The latest chat of a ticket: undefined until that is known, null where it has none of its own. */
function useLatestChat(ticket: Ticket): { chat: Chat | null | undefined; hasBegun: boolean } {
  const items = useQuery(timelineQuery(ticket.id)).data?.data
  // Also one of a ticket that was merged into it.
  const hasBegun = items?.some(({ type }) => type === 'chat.started') === true
  const enabled = hasBegun || channelIcon(ticket.channel) === 'chat'
  const { data: chat } = useQuery({ ...chatOfTicketQuery(ticket.id), enabled })
  return { chat, hasBegun }
}

/** How a reply is heard: in the chat that goes on, by mail once it is over, and else as the ticket came. */
export function useReplyChannel(ticket: Ticket): { channel: string; isChatOver: boolean } {
  const { chat, hasBegun } = useLatestChat(ticket)
  const isChatOver = chat === null ? hasBegun : chat?.status === 'closed'
  return { channel: isChatOver ? 'email' : (chat?.channel ?? ticket.channel), isChatOver }
}

/** The chat of a ticket while there is something to do with it; null for what is a ticket like any other. */
export function useTicketChat(ticket: Ticket, agentId: string | null): TicketChat | null {
  const { chat } = useLatestChat(ticket)
  const isLive = chat !== undefined && chat !== null && chat.status !== 'closed'
  const isMine = agentId !== null && chat?.agent?.id === agentId
  const asked = chat ?? { ticketId: ticket.id, taskId: '' }
  const { data: task = null } = useQuery({ ...taskOfTicketQuery(asked), enabled: isLive || isMine })
  useWatchedChats(isLive ? [chat.id] : [])
  if (chat === undefined || chat === null || (!isLive && !isMine)) return null
  return { chat, task, isLive, isMine }
}

/** The last thing said to or by the customer. */
export function lastSaid(items: readonly TimelineItem[]): Message | null {
  return items.findLast(({ message }) => message?.visibility === 'public')?.message ?? null
}

/** Marks what this agent has before them as read, once for each message. */
export function useReadMark({ chat, isLive, isMine }: TicketChat): void {
  const client = useQueryClient()
  const isSeen = usePageSeen()
  const told = useRef('')
  const { id, messages, read } = chat
  useEffect(() => {
    const mark = `${id} ${messages}`
    if (!isLive || !isMine || !isSeen || read.agent >= messages || told.current === mark) return
    told.current = mark
    changeChat(client, id, (known) => ({ ...known, read: { ...known.read, agent: messages } }))
    readInChat(id, messages).catch(() => {
      told.current = ''
    })
  }, [client, id, messages, read.agent, isLive, isMine, isSeen])
}
