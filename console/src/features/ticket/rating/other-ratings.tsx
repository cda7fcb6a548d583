import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CustomerHistoryItem, Ticket } from '@switchyard/sdk'
import { RatingLine } from './rating-line.tsx'
import { customerRatingsQuery, ratingsOfOthers } from './rating-query.ts'
import { say } from './words.ts'

function TicketOf({ ticketId, number }: Pick<CustomerHistoryItem, 'ticketId' | 'number'>) {
  if (ticketId === null) return null
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId }}
      className="link inline-flex min-h-6 items-center max-pane:min-h-11"
    >
      #{number}
    </Link>
  )
}

/** How the customer's other requests were for them, the latest few; silent where there are none or they may not be read. */
export function OtherRatings({ ticket }: { ticket: Ticket }) {
  const { data } = useQuery(customerRatingsQuery(ticket.customer.id))
  const ratings = ratingsOfOthers(data?.data ?? [], ticket.id)
  if (ratings.length === 0) return null
  return (
    <section className="border-b border-line px-4 pb-[15px] pt-3.5">
      <h3 className="type-micro mb-[5px] text-ink-3">{say('others')}</h3>
      <ul className="grid gap-1">
        {ratings.map(({ id, ticketId, number, rating }) => (
          <RatingLine key={id} isShort what={<TicketOf ticketId={ticketId} number={number} />} rating={rating} />
        ))}
      </ul>
    </section>
  )
}
