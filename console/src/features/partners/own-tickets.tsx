import { lazy, Suspense, useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { PartnerTicket } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { TypeText } from '../../ui/handoff-marks.tsx'
import { stepWords } from '../../ui/handoff-words.ts'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { Listed } from './listed.tsx'
import { StandingChip } from './marks.tsx'
import { MoreButton } from './more-button.tsx'
import { ownTicketsQuery } from './queries.ts'
import { useFocusBack } from './use-focus-back.ts'
import { useOwnTicket } from './use-own-ticket.ts'

const OwnTicketAsk = lazy(async () => ({ default: (await import('./own-ticket-ask.tsx')).OwnTicketAsk }))
const OwnTicketDesk = lazy(async () => ({ default: (await import('./own-ticket-desk.tsx')).OwnTicketDesk }))

const linkId = (ticketId: string) => `own-${ticketId}`
const guestOf = ({ customer }: PartnerTicket) => customer?.name ?? customer?.email ?? customer?.phone ?? null

/** What it is about, in the words of the event: category, issue, store, order, guest. */
function Facts({ ticket }: { ticket: PartnerTicket }) {
  const { category, knowledgeForceIssueId: issue, storeId, order } = ticket
  const facts = [
    category,
    storeId === null ? null : t('handoff.store', { store: storeId }),
    order === null ? null : t('own.order', { order: order.id }),
    guestOf(ticket),
  ]
  return (
    <p className="type-meta text-ink-2">
      {facts.filter((fact) => fact !== null).join(' · ')}
      {issue !== null && (
        <span className="type-code ms-2 !text-[11.5px]" title={t('market.issueId')}>
          {issue}
        </span>
      )}
    </p>
  )
}

function OwnTicket({ ticket }: { ticket: PartnerTicket }) {
  const update = useOwnTicket(ticket)
  const [isDeclining, decline] = useState(false)
  const { state, role } = ticket
  return (
    <li className="grid gap-1.5 border-b border-line px-5 py-3 last:border-0 hover:bg-hover max-pane:px-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          id={linkId(ticket.id)}
          to="/partners"
          search={{ tab: 'tickets', ticket: ticket.id }}
          className="flex min-h-6 min-w-0 items-center gap-x-3 rounded-chip font-medium hover:underline"
        >
          <b className="num flex-none font-medium">#{ticket.number}</b>
          <span className="min-w-0 truncate">{ticket.subcategory}</span>
        </Link>
        <TypeText handoff={ticket.handoff} />
        {role === 'raiser' && <Chip icon="user">{t('own.raised')}</Chip>}
        <StandingChip state={state} />
        <span className="ms-auto text-ink-3">
          <Moment at={ticket.submittedAt} />
        </span>
      </div>
      <Facts ticket={ticket} />
      {ticket.comments !== '' && <p className="line-clamp-2 max-w-[680px] text-ink-2">{ticket.comments}</p>}
      <p className="type-meta text-ink-3">{ticket.handoff.explanation.map(stepWords).join(' · ')}</p>
      {state === 'offered' && role === 'receiver' && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            look="solid"
            icon="check"
            busy={update.isPending}
            onClick={() => update.mutate({ status: 'accepted' })}
          >
            {t('own.take')}
          </Button>
          <Button busy={update.isPending} onClick={() => decline(true)}>
            {t('own.decline')}
          </Button>
          {ticket.offeredUntil !== null && (
            <span className="type-meta text-ink-3">
              {t('own.until')} <Moment at={ticket.offeredUntil} />
            </span>
          )}
        </div>
      )}
      {update.error && !isDeclining && <ProblemLine error={update.error} />}
      {isDeclining && (
        <Suspense fallback={null}>
          <OwnTicketAsk asked="decline" update={update} onClose={() => decline(false)} />
        </Suspense>
      )}
    </li>
  )
}

/** The same beside one that is open. */
function OwnTicketLine({ ticket, isOpen }: { ticket: PartnerTicket; isOpen: boolean }) {
  return (
    <li>
      <Link
        to="/partners"
        search={{ tab: 'tickets', ticket: ticket.id }}
        aria-current={isOpen ? 'true' : undefined}
        className="type-small ring-inside grid grid-cols-[minmax(0,1fr)] gap-1 border-b border-line px-4 py-2.5 hover:bg-hover aria-[current]:bg-selected aria-[current]:shadow-[inset_2px_0_0_var(--accent)]"
      >
        <span className="flex items-center gap-2">
          <b className="num flex-none font-medium">#{ticket.number}</b>
          <span className="min-w-0 flex-1 truncate font-medium">{ticket.subcategory}</span>
          <StandingChip state={ticket.state} />
        </span>
        <span className="flex gap-2 text-ink-3">
          <span className="min-w-0 flex-1 truncate">{guestOf(ticket) ?? ticket.category}</span>
          <Moment at={ticket.submittedAt} />
        </span>
      </Link>
    </li>
  )
}

/** The partner's tickets, the newest first; one that is open stands beside them, on a phone in their place. */
export function OwnTickets({ open }: { open: string | null }) {
  const pages = useInfiniteQuery(ownTicketsQuery)
  useFocusBack(open, linkId)
  if (open === null)
    return (
      <Listed pages={pages} empty={{ title: t('own.noTickets'), text: t('own.noTicketsText') }}>
        {(all) => (
          <ul className="type-small">
            {all.map((ticket) => (
              <OwnTicket key={ticket.id} ticket={ticket} />
            ))}
          </ul>
        )}
      </Listed>
    )
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] stack:grid-cols-[minmax(220px,300px)_minmax(0,1fr)]">
      <nav
        aria-label={t('partners.tab.tickets')}
        className="flex min-h-0 flex-col overflow-y-auto border-e border-line max-stack:hidden"
      >
        <ul>
          {pages.data?.pages
            .flatMap((page) => page.data)
            .map((ticket) => (
              <OwnTicketLine key={ticket.id} ticket={ticket} isOpen={ticket.id === open} />
            ))}
        </ul>
        <MoreButton pages={pages} />
      </nav>
      <Suspense fallback={<Bones className="p-5" rows={['h-6 w-1/3', 'h-40']} />}>
        <OwnTicketDesk key={open} id={open} />
      </Suspense>
    </div>
  )
}
