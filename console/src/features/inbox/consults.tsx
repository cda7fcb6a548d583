import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import type { Consult } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { useClock } from '../../ui/clock.ts'
import { fullDate, listTime } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { consultsQuery } from './queries.ts'

function ConsultRow({ consult, meId, search }: { consult: Consult; meId: string; search: object }) {
  const { agent, from, ticket, ticketId, createdAt } = consult
  const isAsked = agent.id === meId
  const other = isAsked ? from : agent
  const time = useClock((nowMs) => listTime(createdAt, nowMs))
  return (
    <li>
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId }}
        search={search}
        className="ring-inside flex h-[46px] items-center gap-2.5 ps-4 pe-3.5 hover:bg-hover"
      >
        <Avatar name={other.name} id={other.id} size="s" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[13px]/[19px] font-medium">
            <bdi>{ticket.issueSummary}</bdi>
          </span>
          <span className="block truncate text-[12px]/[17px] text-ink-3">
            {t(isAsked ? 'consults.asked' : 'consults.asking', { name: other.name })}
          </span>
        </span>
        <time dateTime={createdAt} title={fullDate(createdAt)} className="num text-[11.5px] text-ink-3">
          {time}
        </time>
      </Link>
    </li>
  )
}

/** What this agent is asked about by others, and asks them, above its tickets; nothing when there is nothing. */
export function Consults({ meId, search }: { meId: string; search: object }) {
  const { data } = useQuery(consultsQuery)
  const consults = data?.data ?? []
  if (consults.length === 0) return null
  return (
    <section aria-label={t('consults.title')} className="flex-none border-b border-line pb-1">
      <h2 className="type-micro num flex h-[30px] items-end justify-between px-4 pb-[5px] text-ink-3">
        {t('consults.title')} <span>{consults.length}</span>
      </h2>
      <ul className="max-h-[184px] overflow-y-auto">
        {consults.map((consult) => (
          <ConsultRow key={consult.id} consult={consult} meId={meId} search={search} />
        ))}
      </ul>
    </section>
  )
}
