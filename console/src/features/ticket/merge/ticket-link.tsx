import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { t } from '../../../ui/words/words.ts'
import { ticketQuery } from '../queries.ts'

/** Another ticket by its number; words in its place while it is not known, or not to be read. */
export function TicketLink({ ticketId }: { ticketId: string }) {
  const { data } = useQuery({ ...ticketQuery(ticketId), retry: false, staleTime: 60_000 })
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId }}
      search
      className="link num whitespace-nowrap underline underline-offset-2"
      {...(data ? { title: data.issueSummary } : {})}
    >
      {data ? `#${data.number}` : t('merge.anotherTicket')}
    </Link>
  )
}
