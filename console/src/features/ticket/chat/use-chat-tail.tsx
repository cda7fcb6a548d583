import { lazy, Suspense, useCallback, useState } from 'react'
import type { ReactNode } from 'react'
import type { Ticket, TimelineItem } from '@switchyard/sdk'
import { useWords } from '../../../live/chat-outbox.ts'
import { useIsTyping } from '../../../live/chat-signs.ts'
import type { TicketChat } from './use-ticket-chat.ts'

const ChatTail = lazy(async () => ({ default: (await import('./chat-tail.tsx')).ChatTail }))

/** What stands at the end of a ticket's history while it has a live conversation; null where it has none. */
export function useChatTail(
  ticket: Ticket,
  live: TicketChat | null,
): { key: string; of: (items: readonly TimelineItem[]) => ReactNode } | null {
  const isTyping = useIsTyping(live?.chat.id)
  const count = useWords().filter(({ ticketId }) => ticketId === ticket.id).length
  const [isShown, setShown] = useState(false)
  const onShown = useCallback(() => setShown(true), [])
  if (live === null) return null
  return {
    key: `${isShown} ${isTyping} ${count}`,
    of: (items) => (
      <Suspense fallback={null}>
        <ChatTail ticket={ticket} live={live} items={items} onShown={onShown} />
      </Suspense>
    ),
  }
}
