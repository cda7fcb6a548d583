import { useQuery } from '@tanstack/react-query'
import type { TicketRating } from '@switchyard/sdk'
import { Icon } from '../../../ui/icon.tsx'
import { fullDate, listTime } from '../../../ui/time.ts'
import { now } from '../../../ui/clock.ts'
import { timelineQuery } from '../queries.ts'
import { isRating, ratingQuery } from './rating-query.ts'
import { say } from './words.ts'

type Rating = NonNullable<TicketRating['rating']>

function One({ what, rating: { score, comment, ratedAt } }: { what: string; rating: Rating }) {
  return (
    <li className="text-[12.5px]/[18px]">
      <p className="num flex items-center gap-2">
        <Icon name="award" size="s" tone="text-ink-3" />
        <b className="font-medium">{say('score', { score })}</b>
        <span className="text-ink-3">{what}</span>
        <time dateTime={ratedAt} title={fullDate(ratedAt)} className="ms-auto text-[12px] text-ink-3">
          {listTime(ratedAt, now())}
        </time>
      </p>
      {comment !== null && (
        <blockquote dir="auto" className="mt-1 ps-[22px] break-words whitespace-pre-line text-ink-2">
          {comment}
        </blockquote>
      )}
    </li>
  )
}

/** How the request and its chats were for their customer, in their own words; nothing while nobody has said. */
export function RatingSection({ ticketId }: { ticketId: string }) {
  const isRated = useQuery(timelineQuery(ticketId)).data?.data.some(isRating) ?? false
  const { data } = useQuery({ ...ratingQuery(ticketId), enabled: isRated })
  if (data === undefined || (data.rating === null && data.chats.length === 0)) return null
  return (
    <section className="border-b border-line px-4 pb-[15px] pt-3.5">
      <h3 className="type-micro mb-[9px] text-ink-3">{say('title')}</h3>
      <ul className="grid gap-2.5">
        {data.rating && <One what={say('request')} rating={data.rating} />}
        {data.chats.map((chat) => (
          <One key={chat.chatId} what={say('chat')} rating={chat} />
        ))}
      </ul>
    </section>
  )
}
