import { useInfiniteQuery } from '@tanstack/react-query'
import type { PartnerTicket } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { stepWords } from './handoff-words.ts'
import { Listed } from './listed.tsx'
import { TypeText } from './marks.tsx'
import { OwnWebhooks } from './own-webhooks.tsx'
import type { OwnTab } from './partners-filter.ts'
import { ownDeliveriesQuery, ownTicketsQuery } from './queries.ts'
import { ToldList } from './told-list.tsx'
import { usePartnerCall } from './use-partner-call.ts'

const stateTones = { offered: 'accent', accepted: 'met', done: 'met' } as const

/** What it is about, in the words of the event: category, issue, store, order, guest. */
function Facts({
  ticket: { category, knowledgeForceIssueId: issue, storeId, order, customer },
}: {
  ticket: PartnerTicket
}) {
  const facts = [
    category,
    storeId === null ? null : t('handoff.store', { store: storeId }),
    order === null ? null : t('own.order', { order: order.id }),
    customer?.name ?? customer?.email ?? customer?.phone ?? null,
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
  const call = usePartnerCall()
  const answer = (status: 'accepted' | 'declined') =>
    call.mutate({ method: 'PATCH', path: `/v1/partner/tickets/${ticket.id}`, body: { status } })
  const { state, role } = ticket
  const tone = state !== null && state in stateTones ? stateTones[state as keyof typeof stateTones] : 'quiet'
  return (
    <li className="grid gap-1.5 border-b border-line px-5 py-3 last:border-0 max-pane:px-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <b className="num font-medium">#{ticket.number}</b>
        <span className="min-w-0 font-medium">{ticket.subcategory}</span>
        <TypeText handoff={ticket.handoff} />
        {role === 'raiser' && <Chip icon="user">{t('own.raised')}</Chip>}
        {state !== null && <Chip tone={tone}>{wordFor('handoff.state', state)}</Chip>}
        <span className="ms-auto text-ink-3">
          <Moment at={ticket.submittedAt} />
        </span>
      </div>
      <Facts ticket={ticket} />
      {ticket.comments !== '' && <p className="line-clamp-2 max-w-[680px] text-ink-2">{ticket.comments}</p>}
      <p className="type-meta text-ink-3">{ticket.handoff.explanation.map(stepWords).join(' · ')}</p>
      {state === 'offered' && role === 'receiver' && (
        <div className="flex flex-wrap items-center gap-2">
          <Button look="solid" icon="check" busy={call.isPending} onClick={() => answer('accepted')}>
            {t('own.take')}
          </Button>
          <Button busy={call.isPending} onClick={() => answer('declined')}>
            {t('own.decline')}
          </Button>
          {ticket.offeredUntil !== null && (
            <span className="type-meta text-ink-3">
              {t('own.until')} <Moment at={ticket.offeredUntil} />
            </span>
          )}
        </div>
      )}
      {call.error && <ProblemLine error={call.error} />}
    </li>
  )
}

function OwnTickets() {
  const pages = useInfiniteQuery(ownTicketsQuery)
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
}

function OwnDeliveries() {
  const pages = useInfiniteQuery(ownDeliveriesQuery)
  const call = usePartnerCall()
  const path = (id: string) => `/v1/partner/deliveries/${id}/replay`
  const busy = call.isPending ? call.variables.path : null
  return (
    <Listed pages={pages} empty={{ title: t('own.noDeliveries'), text: t('own.noDeliveriesText') }}>
      {(all) => (
        <>
          {call.error && (
            <div className="px-5 py-2">
              <ProblemLine error={call.error} />
            </div>
          )}
          <ToldList
            deliveries={all}
            busyId={all.find(({ id }) => path(id) === busy)?.id ?? null}
            onAgain={(id) => call.mutate({ method: 'POST', path: path(id) })}
          />
        </>
      )}
    </Listed>
  )
}

/** What a partner sees: its tickets, what it was told, and where. */
export function OwnSide({ tab }: { tab: OwnTab }) {
  if (tab === 'deliveries') return <OwnDeliveries />
  return tab === 'subscriptions' ? <OwnWebhooks /> : <OwnTickets />
}
