import { useQuery } from '@tanstack/react-query'
import type { TimelineItem } from '@switchyard/sdk'
import { ratingQuery } from './rating-query.ts'

/** What the customer said with a rating, below its line of the history; nothing where there were no words. */
export function RatingWords({ event: { ticketId, data } }: { event: TimelineItem }) {
  const { data: found } = useQuery(ratingQuery(ticketId))
  const chat = found?.chats.find(({ chatId }) => chatId === data.chatId)
  const rating = data.chatId === undefined ? found?.rating : chat
  if (rating == null || rating.comment === null) return null
  return (
    <q dir="auto" className="type-small mt-0.5 block break-words whitespace-pre-line text-ink-2">
      {rating.comment}
    </q>
  )
}
