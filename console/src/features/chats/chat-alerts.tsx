import { useCallback } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Chat, DomainEvent } from '@switchyard/sdk'
import { chatMessageQuery, myChatsQuery } from '../../live/chats.ts'
import { useLiveEvents } from '../../live/live-status.ts'
import { alertOf } from '../../ui/alert.ts'
import { t } from '../../ui/words/words.ts'

interface ChatAlertsProps {
  agentId: string
  onOpen: (ticketId: string) => void
}

/** The customer's word in one of these chats, by the event that tells of it; null for everything else. */
function saidIn(chats: readonly Chat[], { type, data }: DomainEvent): { chat: Chat; seq: number } | null {
  if (type !== 'message.added' || data.authorKind !== 'customer' || typeof data.chatSeq !== 'number') return null
  const chat = chats.find(({ id }) => id === data.chatId)
  return chat === undefined ? null : { chat, seq: data.chatSeq }
}

/** Tells of what is said in own conversations that are not in view, in the ways this person chose. */
export function ChatAlerts({ agentId, onOpen }: ChatAlertsProps) {
  const client = useQueryClient()
  const { ticketId } = useParams({ strict: false })
  const onEvent = useCallback(
    (event: DomainEvent) => {
      const said = saidIn(client.getQueryData(myChatsQuery(agentId).queryKey) ?? [], event)
      if (said === null || (said.chat.ticketId === ticketId && !document.hidden)) return
      const { chat, seq } = said
      const { name, externalId } = chat.customer
      const title = t('chat.from', { name: name ?? externalId ?? t('ticket.someone') })
      const tell = (body: string) =>
        alertOf({ of: 'message', tag: chat.id, title, body, onOpen: () => onOpen(chat.ticketId) })
      client.fetchQuery(chatMessageQuery(chat.id, seq)).then(
        (message) => tell(message?.body ?? ''),
        () => tell(''),
      )
    },
    [client, agentId, ticketId, onOpen],
  )
  useLiveEvents(onEvent)
  return null
}
