import { useQueries, useQuery } from '@tanstack/react-query'
import type { Chat } from '@switchyard/sdk'
import { endedChatsQuery, myChatsQuery } from '../../live/chats.ts'
import { taskOfTicketQuery } from '../../live/tasks.ts'
import { now } from '../../ui/clock.ts'

/** Longer than any wrap-up lasts; of what ended before, nothing is asked. */
const recentMs = 60 * 60_000

/** The chats in an agent's hands: the live ones in the order they were taken, then those still to be wrapped up. */
export function useMyChats(agentId: string | null): { live: readonly Chat[]; wrapups: readonly Chat[] } {
  const isAgent = agentId !== null
  const { data: mine = [] } = useQuery({ ...myChatsQuery(agentId ?? ''), enabled: isAgent })
  const { data: ended = [] } = useQuery({ ...endedChatsQuery(agentId ?? ''), enabled: isAgent })
  const recent = ended.filter(({ endedAt }) => endedAt !== null && now() - Date.parse(endedAt) < recentMs)
  const tasks = useQueries({ queries: recent.map((chat) => taskOfTicketQuery(chat)) })
  // What was just ended or handed on is in the list until that is asked again.
  const held = mine.filter(({ agent }) => agent?.id === agentId)
  const ending = held.filter(({ status }) => status === 'closed')
  const isWrapup = ({ id }: Chat, index: number) => {
    const task = tasks[index]?.data
    return task?.state === 'wrapup' && task.agentId === agentId && !ending.some((chat) => chat.id === id)
  }
  return {
    live: held.filter(({ status }) => status === 'active'),
    wrapups: [...recent.filter(isWrapup), ...ending],
  }
}

export const unreadOf = ({ messages, read }: Chat) => Math.max(0, messages - read.agent)
