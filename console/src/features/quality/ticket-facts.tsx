import type { ReactNode } from 'react'
import type { ClockMetric, Ticket } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { t, wordFor } from '../../ui/words/words.ts'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 pane:grid-cols-[112px_minmax(0,1fr)]">
      <dt className="text-ink-3">{name}</dt>
      <dd dir="auto" className="min-w-0 break-words">
        {children}
      </dd>
    </div>
  )
}

const looks = {
  met: { tone: 'met', icon: 'check-circle' },
  breached: { tone: 'breach', icon: 'alert' },
} as const

/** Whether a promise was kept; nothing while it is open. */
function Kept({ ticket, metric }: { ticket: Ticket; metric: ClockMetric }) {
  const state = ticket.sla?.[metric]?.state
  if (state !== 'met' && state !== 'breached') return null
  return (
    <Chip {...looks[state]}>
      {wordFor('sla.metric', metric)}: {wordFor('clock.state', state)}
    </Chip>
  )
}

/** What was asked and what became of it, as the record has it: the first part of a review. */
export function TicketFacts({ ticket }: { ticket: Ticket }) {
  const { issueSummary, cause, correction, resolution, customer, channel, priority } = ticket
  return (
    <dl className="type-small max-h-[45%] flex-none overflow-y-auto border-b border-line bg-canvas px-5 py-3 max-pane:px-3.5 [&>div+div]:mt-1">
      <Fact name={t('review.asked')}>
        <b className="font-medium">{issueSummary}</b>{' '}
        <span className="text-ink-3">
          {customer.name ?? t('ticket.someone')} · {wordFor('channel', channel)} · {wordFor('priority', priority)}
        </span>
      </Fact>
      {cause && <Fact name={t('review.cause')}>{cause.text}</Fact>}
      {correction && <Fact name={t('review.correction')}>{correction.text}</Fact>}
      {resolution && <Fact name={t('review.resolution')}>{resolution}</Fact>}
      <Fact name={t('review.promises')}>
        <span className="flex flex-wrap gap-1.5">
          <Kept ticket={ticket} metric="firstResponse" />
          <Kept ticket={ticket} metric="resolution" />
        </span>
      </Fact>
    </dl>
  )
}
