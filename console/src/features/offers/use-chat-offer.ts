import { useQuery } from '@tanstack/react-query'
import type { Chat, Offer } from '@switchyard/sdk'
import { chatMessageQuery, chatOfTicketQuery } from '../../live/chats.ts'
import { handOverNote, timelineQuery } from '../../live/timelines.ts'

interface ChatOffer {
  chat: Chat | null
  firstWords: string | null
  handOver: ReturnType<typeof handOverNote>
}

/** The chat that is offered, what its customer said first, and the note of who had it before; nulls where there is none. */
export function useChatOffer(offer: Offer): ChatOffer {
  const isChat = offer.kind === 'chat'
  const { data: chat = null } = useQuery({ ...chatOfTicketQuery(offer.ticketId), enabled: isChat })
  const hasSaid = isChat && chat !== null && chat.messages > 0
  const { data: first } = useQuery({ ...chatMessageQuery(chat?.id ?? '', 1), enabled: hasSaid })
  const words = first?.author.kind === 'customer' ? first.body.trim() : ''
  const { data: timeline } = useQuery({ ...timelineQuery(offer.ticketId), enabled: isChat && chat?.answeredAt != null })
  return { chat, firstWords: words === '' ? null : words, handOver: handOverNote(timeline?.data ?? []) }
}
