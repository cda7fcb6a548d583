import { useEffect, useRef } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { PartnerTicketDetail } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { TypeText } from '../../ui/handoff-marks.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { StandingChip } from './marks.tsx'
import { OwnComposer } from './own-composer.tsx'
import { OwnThread } from './own-thread.tsx'
import { OwnTicketFacts } from './own-ticket-facts.tsx'
import { OwnTicketVerbs } from './own-ticket-verbs.tsx'
import { say } from './own-ticket-words.ts'
import { ownTicketQuery } from './queries.ts'

function Head({ ticket }: { ticket: PartnerTicketDetail | undefined }) {
  const isOver = ticket?.state === 'done' && ticket.statusCategory === 'solved'
  return (
    <header className="flex min-h-[42px] flex-none items-center gap-x-2.5 gap-y-1.5 border-b border-line py-1.5 ps-2 pe-5 max-pane:flex-wrap max-pane:pe-3.5">
      <Link
        to="/partners"
        search={{ tab: 'tickets' }}
        className="b bare icon touch flex-none"
        aria-label={say('back')}
        title={say('back')}
      >
        <Icon name="left" />
      </Link>
      {ticket && (
        <>
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-1">
            <h2 className="flex min-w-0 items-center gap-2 text-[14px]/[19px] font-semibold">
              <span className="num flex-none text-ink-3">#{ticket.number}</span>
              <span className="min-w-0 truncate">{ticket.subcategory}</span>
            </h2>
            <TypeText handoff={ticket.handoff} />
            {ticket.role === 'raiser' && <Chip icon="user">{t('own.raised')}</Chip>}
            <StandingChip state={ticket.state} />
            {!isOver && (
              <Chip title={say('status')}>
                <span className="sr-only">{say('status')} </span>
                {wordFor('status', ticket.status)}
              </Chip>
            )}
          </div>
          <OwnTicketVerbs ticket={ticket} />
        </>
      )}
    </header>
  )
}

/** Conversation and, beside it where there is room, what was told; else below it. */
function Sides({ ticket }: { ticket: PartnerTicketDetail }) {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] max-wide:content-start max-wide:overflow-y-auto wide:grid-cols-[minmax(0,1fr)_296px] wide:grid-rows-[minmax(0,1fr)]">
      <div className="flex flex-col wide:min-h-0">
        <OwnThread ticket={ticket} />
        <OwnComposer ticket={ticket} />
      </div>
      <OwnTicketFacts ticket={ticket} />
    </div>
  )
}

/** One of the partner's tickets: what it was told, what was said, and what the partner may do about it. */
export function OwnTicketDesk({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(ownTicketQuery(id))
  const desk = useRef<HTMLElement>(null)
  useEffect(() => desk.current?.focus(), [])
  return (
    <section
      ref={desk}
      tabIndex={-1}
      aria-label={data ? say('ticket', { number: data.number }) : say('thread')}
      className="flex min-h-0 min-w-0 flex-col outline-none"
    >
      <Head ticket={data} />
      {data && <Sides ticket={data} />}
      {!data && !error && <Bones className="p-5" rows={['h-6 w-1/3', 'h-24', 'h-16']} />}
      {!data && error && <Failure className="flex-1" error={error} onRetry={() => void refetch()} />}
    </section>
  )
}
