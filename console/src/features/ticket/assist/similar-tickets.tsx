import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Page, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { now } from '../../../ui/clock.ts'
import { Bones } from '../../../ui/states.tsx'
import { fullDate, listTime } from '../../../ui/time.ts'
import { t, wordFor } from '../../../ui/words/words.ts'
import { insertIntoReply } from '../drafts.ts'
import { rankFound, similarSearches } from './similar-words.ts'

const mostShown = 4
const freshMs = 60_000

const similarQuery = ({ id, issueSummary }: Ticket) =>
  queryOptions({
    queryKey: cacheKeys.solvedLike(`${id} ${issueSummary}`),
    queryFn: async ({ signal }) => {
      const read = (q: string) =>
        api.request<Page<Ticket>>({ method: 'GET', path: '/v1/tickets', query: { q, limit: 8 }, signal })
      const pages = await Promise.all(similarSearches(issueSummary).map(read))
      return rankFound(
        pages.map(({ data }) => data),
        id,
        mostShown,
      )
    },
    staleTime: freshMs,
    retry: false,
  })

function Solved({ one, into }: { one: Ticket; into: Ticket }) {
  const resolution = one.resolution?.trim() ?? ''
  const at = one.closedAt ?? one.updatedAt
  return (
    <li className="rounded-control bg-surface px-2.5 py-2 shadow-[0_0_0_1px_var(--line)]">
      <div className="flex items-start gap-2">
        <Icon name="check-circle" size="s" tone="mt-0.5 text-met" label={wordFor('status', one.status)} />
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId: one.id }}
          dir="auto"
          className="type-small min-w-0 flex-1 break-words hover:underline"
        >
          {one.issueSummary}
        </Link>
        <time dateTime={at} title={fullDate(at)} className="num type-meta flex-none text-ink-3">
          {listTime(at, now())}
        </time>
      </div>
      {resolution !== '' && (
        <div className="mt-1 flex items-end gap-2 ps-[22px]">
          <p dir="auto" className="type-meta line-clamp-3 min-w-0 flex-1 whitespace-pre-line text-ink-2">
            {resolution}
          </p>
          {into.can?.reply !== false && (
            <Button
              small
              icon="chat"
              className="flex-none max-pane:!h-11"
              aria-label={t('suggest.insertOf', { name: `#${one.number}` })}
              onClick={() => insertIntoReply(into.id, resolution)}
            >
              {t('suggest.insert')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** Tickets about the same that are over, with how they were solved. */
export function SimilarTickets({ ticket }: { ticket: Ticket }) {
  const { data, isPending } = useQuery(similarQuery(ticket))
  return (
    <section aria-label={t('assist.similar')} className="px-4 pb-4 pt-3.5">
      <h3 className="type-micro mb-[9px] text-ink-3">{t('assist.similar')}</h3>
      {isPending && <Bones rows={['h-12', 'h-12']} />}
      {data?.length === 0 && <p className="type-small text-ink-3">{t('assist.noSimilar')}</p>}
      <ul className="grid gap-2">
        {data?.map((one) => (
          <Solved key={one.id} one={one} into={ticket} />
        ))}
      </ul>
    </section>
  )
}
