import { useEffect } from 'react'
import { Link } from '@tanstack/react-router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Mention } from '@switchyard/sdk'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { fullDate, listTime } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { mentionsQuery, readMentionsOf } from './queries.ts'

function MentionRow({ mention, search }: { mention: Mention; search: object }) {
  const { ticket, by, teams, excerpt, createdAt } = mention
  const name = by.name ?? wordFor('actor', by.kind)
  const time = useClock((nowMs) => listTime(createdAt, nowMs))
  return (
    <li>
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: ticket.id }}
        search={search}
        className="ring-inside flex h-[46px] items-center gap-2.5 ps-4 pe-3.5 hover:bg-hover"
      >
        <Icon name={teams === null ? 'user-plus' : 'bell'} tone="text-accent-ink" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[13px]/[19px] font-medium">
            <bdi>{ticket.issueSummary}</bdi>
          </span>
          <span className="block truncate text-[12px]/[17px] text-ink-3">
            <bdi>
              {teams === null
                ? t('mentions.by', { name, text: excerpt.replace(/\s+/g, ' ') })
                : t('mentions.team', { teams: teams.join(', ') })}
            </bdi>
          </span>
        </span>
        <time dateTime={createdAt} title={fullDate(createdAt)} className="num text-[11.5px] text-ink-3">
          {time}
        </time>
      </Link>
    </li>
  )
}

/** Notes that name this agent, and tickets its team is told of, as long as they are unread, above its tickets; opening the ticket reads them. */
export function Mentions({ openId, search }: { openId: string | null; search: object }) {
  const client = useQueryClient()
  const { data } = useQuery(mentionsQuery)
  const mentions = data?.data ?? []
  const { mutate, isPending } = useMutation({
    mutationFn: readMentionsOf,
    onSuccess: () => client.invalidateQueries(mentionsQuery),
  })
  const isOpenOne = openId !== null && mentions.some(({ ticket }) => ticket.id === openId)
  useEffect(() => {
    if (isOpenOne && openId !== null && !isPending) mutate(openId)
  }, [isOpenOne, openId, isPending, mutate])
  if (mentions.length === 0) return null
  return (
    <section aria-label={t('mentions.title')} className="flex-none border-b border-line pb-1">
      <h2 className="type-micro num flex h-[30px] items-end justify-between px-4 pb-[5px] text-ink-3">
        {t('mentions.title')} <span>{data?.unread ?? mentions.length}</span>
      </h2>
      <ul className="max-h-[138px] overflow-y-auto">
        {mentions.map((mention) => (
          <MentionRow key={mention.id} mention={mention} search={search} />
        ))}
      </ul>
    </section>
  )
}
