import { useEffect, useId } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Offer, Ticket } from '@switchyard/sdk'
import { alertOf } from '../../ui/alert.ts'
import { Button } from '../../ui/button.tsx'
import { channelIcon } from '../../ui/channel.ts'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { subjectOf } from '../../ui/subject-of.ts'
import { shortDuration } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { OfferRing } from './offer-ring.tsx'
import type { OfferStage } from './offer-stage.ts'
import { offeredTicketQuery } from './queries.ts'
import { useAcceptKey } from './use-accept-key.ts'
import { useChatOffer } from './use-chat-offer.ts'
import { useOffer } from './use-offer.ts'

const mostReasons = 3
const declineReasons = ['busy_elsewhere', 'missing_skill', 'conflict', 'break_due'] as const

function nameOf(ticket: Ticket | undefined): string {
  return ticket?.customer.name ?? ticket?.customer.externalId ?? t('ticket.someone')
}

/** Who and what: customer, subject, the facts that matter, how long it has waited. */
function What({ offer, ticket }: { offer: Offer; ticket: Ticket | undefined }) {
  const { chat, firstWords, handOver } = useChatOffer(offer)
  const since = chat?.startedAt ?? ticket?.createdAt ?? offer.createdAt
  const waited = useClock((nowMs) => (since ? shortDuration(nowMs - Date.parse(since)) : ''))
  return (
    <div className="px-4 pb-[11px]">
      <p dir="auto" className="line-clamp-2 min-h-[19px] text-[13px]/[19px]">
        {subjectOf(offer.ticket)}
      </p>
      {firstWords !== null && firstWords !== ticket?.issueSummary && (
        <blockquote
          dir="auto"
          aria-label={t('offer.firstWords')}
          className="type-small mt-1.5 line-clamp-3 rounded-control bg-fill px-2.5 py-1.5 break-words text-ink-2"
        >
          {firstWords}
        </blockquote>
      )}
      {handOver !== null && (
        <p
          dir="auto"
          className="type-small mt-1.5 line-clamp-3 rounded-control bg-note-tint px-2.5 py-1.5 break-words shadow-[inset_0_0_0_1px_var(--note-line)]"
        >
          <b className="font-[550] text-note">{t('offer.handOver', { who: handOver.by ?? t('ticket.someone') })}</b>{' '}
          {handOver.text}
        </p>
      )}
      <div className="mt-[7px] flex flex-wrap items-center gap-[5px]">
        {offer.call && (
          <Chip icon="phone" title={t('call.label', { from: offer.call.from, to: offer.call.to })}>
            {offer.call.dial === null ? offer.call.from : t('call.dial', { number: offer.call.dial })}
          </Chip>
        )}
        {ticket && <Chip>{ticket.priority}</Chip>}
        {ticket?.language && <Chip>{ticket.language}</Chip>}
        {waited !== '' && <Chip icon="clock">{t('offer.waited', { time: waited })}</Chip>}
      </div>
    </div>
  )
}

function Why({ offer }: { offer: Offer }) {
  return (
    <div className="border-t border-line px-4 pb-[11px] pt-2.5">
      <h3 className="type-micro mb-1.5 flex justify-between text-ink-3">
        {t('offer.why')}
        {offer.decisionId && (
          <Link to="." search={(known) => ({ ...known, decision: offer.decisionId ?? undefined })} className="link">
            {t('offer.decision')}
          </Link>
        )}
      </h3>
      <ul className="grid gap-[5px]">
        {offer.reasons.slice(0, mostReasons).map((reason) => (
          <li
            key={reason.code + reason.text}
            className="grid grid-cols-[14px_1fr] gap-2 text-[12.5px]/[17px] text-ink-2"
          >
            <Icon name="check" size="s" tone="mt-0.5 text-met" />
            <span>{reason.text}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function endWords(stage: OfferStage): string | null {
  switch (stage.name) {
    case 'taken':
      return t('offer.taken')
    case 'expired':
      return t('offer.expired')
    case 'revoked':
      return t('offer.revoked')
    case 'open':
    case 'accepting':
    case 'failed':
      return null
  }
}

interface ActsProps {
  stage: OfferStage
  onAccept: () => void
  onDecline: (reason: string) => void
}

function Acts({ stage, onAccept, onDecline }: ActsProps) {
  const items = declineReasons.map((reason) => ({
    id: reason,
    label: wordFor('declineReason', reason),
    run: () => onDecline(reason),
  }))
  return (
    <div className="grid grid-cols-[auto_1fr] gap-2 border-t border-line px-3 pb-3 pt-2.5">
      <MenuButton
        label={t('offer.decline')}
        className="b !h-[34px] max-pane:!h-11"
        side="top"
        sections={[{ label: t('offer.declineWhy'), items }]}
      >
        {t('offer.decline')} <Icon name="down" size="xs" />
      </MenuButton>
      <Button
        look="main"
        className="!h-[34px] max-pane:!h-11"
        shortcut="↵"
        busy={stage.name === 'accepting'}
        onClick={onAccept}
      >
        {t('offer.accept')}
      </Button>
    </div>
  )
}

interface OfferCardProps {
  /** Opens the work that is accepted; gives the way back to where its agent was. */
  onAccept: (offer: Offer) => () => void
}

/** Slides in with who, what, why you and a countdown. Ends in place: accepted, taken, expired or revoked, in words. */
export function OfferCard({ onAccept }: OfferCardProps) {
  const titleId = useId()
  const { offer, stage, wholeMs, accept, decline, refusal } = useOffer(onAccept)
  const { data: ticket } = useQuery({ ...offeredTicketQuery(offer?.ticketId ?? ''), enabled: offer !== null })
  const isOpen = stage?.name === 'open' || stage?.name === 'failed'
  const take = () => offer && isOpen && accept.mutate(offer)
  useAcceptKey(isOpen, offer?.id ?? null, take)
  const offerId = offer?.id
  // The offer says it itself: whoever listens is not kept waiting for the ticket, nor by one that says nothing yet.
  const subject = offer === null ? '' : subjectOf(offer.ticket)
  useEffect(() => {
    if (offerId !== undefined) alertOf({ of: 'offer', tag: 'offer', title: t('offer.title'), body: subject })
  }, [offerId, subject])
  if (!offer || !stage) return null
  const end = endWords(stage)
  const error = stage.name === 'failed' ? stage.error : refusal
  return (
    <section
      role="alertdialog"
      aria-modal="false"
      aria-labelledby={titleId}
      className="enter-rise fixed bottom-3 end-3 z-20 w-[308px] max-w-[calc(100vw-16px)] overflow-hidden rounded-sheet bg-raised shadow-[0_0_0_1px_var(--line-strong),inset_0_1px_0_var(--edge-light),var(--shadow-3)] max-[1400px]:w-[272px] max-pane:inset-x-2 max-pane:bottom-17 max-pane:w-auto"
    >
      <header className="flex items-center gap-3 pb-2.5 pe-3.5 ps-4 pt-3.5">
        <div className="min-w-0">
          <p className="type-label flex items-center gap-[5px] text-accent-ink">
            <Icon name={channelIcon(offer.channel)} size="xs" />{' '}
            <span className="inline-block first-letter:uppercase">
              {wordFor('channel', offer.channel)} · {offer.queue}
            </span>
          </p>
          <h2 id={titleId} className="truncate text-[14px]/[19px] font-semibold tracking-[-.01em]">
            {nameOf(ticket)}
          </h2>
        </div>
        {end === null && <OfferRing expiresAt={offer.expiresAt} wholeMs={wholeMs} />}
      </header>
      <What offer={offer} ticket={ticket} />
      {end === null ? (
        <>
          <Why offer={offer} />
          {error && (
            <div className="px-4 pb-2">
              <ProblemLine error={error} />
            </div>
          )}
          <Acts stage={stage} onAccept={take} onDecline={decline} />
        </>
      ) : (
        <p role="status" className="flex items-center gap-2 border-t border-line px-4 py-3 text-ink-2">
          <Icon name="clock" size="s" tone="text-ink-3" /> {end}
        </p>
      )}
    </section>
  )
}
