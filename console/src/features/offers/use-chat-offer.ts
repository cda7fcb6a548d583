import { useQuery } from '@tanstack/react-query'
import type { Chat, Offer } from '@switchyard/sdk'
import { chatMessageQuery, chatOfTicketQuery } from '../../live/chats.ts'

/** The chat that is offered, and what its customer said first; nulls for other work, or while nothing was said. */
export function useChatOffer(offer: Offer): { chat: Chat | null; firstWords: string | null } {
  const isChat = offer.kind === 'chat'
  const { data: chat = null } = useQuery({ ...chatOfTicketQuery(offer.ticketId), enabled: isChat })
  const hasSaid = isChat && chat !== null && chat.messages > 0
  const { data: first } = useQuery({ ...chatMessageQuery(chat?.id ?? '', 1), enabled: hasSaid })
  const words = first?.author.kind === 'customer' ? first.body.trim() : ''
  return { chat, firstWords: words === '' ? null : words }
}
