import { useQuery } from '@tanstack/react-query'
import { timelineQuery } from '../queries.ts'
import { RatingLine } from './rating-line.tsx'
import { isRating, ratingQuery } from './rating-query.ts'
import { say } from './words.ts'

/** How the request and its chats were for their customer, in their own words; nothing while nobody has said. */
export function RatingSection({ ticketId }: { ticketId: string }) {
  const isRated = useQuery(timelineQuery(ticketId)).data?.data.some(isRating) ?? false
  const { data } = useQuery({ ...ratingQuery(ticketId), enabled: isRated })
  if (data === undefined || (data.rating === null && data.chats.length === 0)) return null
  return (
    <section className="border-b border-line px-4 pb-[15px] pt-3.5">
      <h3 className="type-micro mb-[9px] text-ink-3">{say('title')}</h3>
      <ul className="grid gap-2.5">
        {data.rating && <RatingLine what={say('request')} rating={data.rating} />}
        {data.chats.map((chat) => (
          <RatingLine key={chat.chatId} what={say('chat')} rating={chat} />
        ))}
      </ul>
    </section>
  )
}
