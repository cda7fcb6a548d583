import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { fullDate, momentText } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { TicketLink } from './merge/ticket-link.tsx'
import { suggestionsQuery } from './queries.ts'
import { suggestionWhy } from './suggestion-why.ts'
import { TicketBar } from './ticket-bar.tsx'

/** That more tickets than usual tell of the same just now, and which; until it is dismissed. */
export function SurgeBar({ ticket }: { ticket: Ticket }) {
  const { data } = useQuery(suggestionsQuery(ticket.id))
  const [isHidden, hide] = useState(false)
  const [isOpen, open] = useState(false)
  const one = data?.data.find(({ kind }) => kind === 'surge')
  if (one?.surge === undefined || isHidden) return null
  const { seen, expected, tickets, problem } = one.surge
  return (
    <>
      <TicketBar icon="chart" tone="bg-near-tint">
        <span className="min-w-0 flex-1 max-pane:basis-[calc(100%-28px)]" title={suggestionWhy(one.reasons)}>
          {expected === 0 ? t('surge.alikeNew', { seen }) : t('surge.alike', { seen, expected })}
          {problem && (
            <span className="whitespace-nowrap">
              {' '}
              · {t('surge.problem')} <TicketLink ticketId={problem.id} />
            </span>
          )}
        </span>
        <span className="ms-auto flex flex-none gap-1">
          {tickets.length > 0 && (
            <Button small className="max-pane:!h-11" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
              {isOpen ? t('surge.hide') : plural('surge.show', tickets.length)}
            </Button>
          )}
          <Button small look="bare" className="max-pane:!h-11" onClick={() => hide(true)}>
            {t('surge.dismiss')}
          </Button>
        </span>
      </TicketBar>
      {isOpen && (
        <ul
          aria-label={t('surge.list')}
          className="max-h-40 flex-none overflow-y-auto border-b border-line px-5 py-1.5 text-[12.5px]/[18px] max-pane:px-3.5"
        >
          {tickets.map(({ id, issueSummary, createdAt }) => (
            <li key={id} className="flex items-baseline gap-2 py-1">
              <TicketLink ticketId={id} />
              <span dir="auto" className="min-w-0 flex-1 truncate text-ink-2">
                {issueSummary}
              </span>
              <time dateTime={createdAt} title={fullDate(createdAt)} className="num flex-none text-ink-3">
                {momentText(createdAt, now())}
              </time>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
