import { lazy, Suspense, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { useActions } from '../../../ui/actions.ts'
import { Button } from '../../../ui/button.tsx'
import { now } from '../../../ui/clock.ts'
import { ProblemLine } from '../../../ui/states.tsx'
import { fullDate, momentText } from '../../../ui/time.ts'
import { showToast } from '../../../ui/toasts.tsx'
import { plural, t } from '../../../ui/words/words.ts'
import { timelineQuery } from '../queries.ts'
import { TicketBar } from '../ticket-bar.tsx'
import { duplicateWhy } from './duplicate-why.ts'
import { duplicatesQuery, markMerged, unmergeTicket } from './merge-calls.ts'
import { TicketLink } from './ticket-link.tsx'

const MergeDialog = lazy(async () => ({ default: (await import('./merge-dialog.tsx')).MergeDialog }))

function MergedBar({ ticket, into }: { ticket: Ticket; into: NonNullable<Ticket['mergedInto']> }) {
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: () => unmergeTicket(ticket.id),
    onSuccess: () => {
      markMerged(client, ticket.id, into.id)
      showToast({ text: t('merge.undone', { number: ticket.number }) })
    },
  })
  const mayUndo = ticket.can?.merge === true && Date.parse(into.undoableUntil) > now()
  return (
    <>
      <TicketBar icon="link" tone="bg-accent-tint">
        <span className="min-w-0 flex-1">
          {t('merge.goesOnIn')} <TicketLink ticketId={into.id} />
          {ticket.mergeReason && <> · “{ticket.mergeReason}”</>}
          <time dateTime={into.at} title={fullDate(into.at)} className="num whitespace-nowrap text-ink-2">
            {' '}
            · {momentText(into.at, now())}
          </time>
        </span>
        {mayUndo && (
          <Button
            small
            icon="undo"
            className="ms-auto flex-none max-pane:!h-11"
            busy={undo.isPending}
            title={t('merge.undoUntil', { date: fullDate(into.undoableUntil) })}
            onClick={() => undo.mutate()}
          >
            {t('merge.undoMerge')}
          </Button>
        )}
      </TicketBar>
      {undo.error && (
        <div className="border-b border-line px-5 py-2">
          <ProblemLine error={undo.error} />
        </div>
      )}
    </>
  )
}

/** The ticket that followed this one up after it could no longer be reopened. */
function FollowedUpBar({ ticketId }: { ticketId: string }) {
  const { data } = useQuery(timelineQuery(ticketId))
  const followedUp = data?.data.findLast(({ type }) => type === 'ticket.followed_up')?.data.ticketId
  if (typeof followedUp !== 'string') return null
  return (
    <TicketBar icon="arrow" tone="bg-accent-tint">
      <span>
        {t('merge.followedUp')} <TicketLink ticketId={followedUp} />
      </span>
    </TicketBar>
  )
}

function DuplicatesBar({ ticket, onCompare }: { ticket: Ticket; onCompare: (into: string) => void }) {
  const { data } = useQuery(duplicatesQuery(ticket.id))
  const [first] = data?.data ?? []
  const [isHidden, hide] = useState(false)
  if (first === undefined || isHidden) return null
  const others = (data?.data.length ?? 1) - 1
  return (
    <TicketBar icon="copy" tone="">
      <span
        className="min-w-0 flex-1 truncate text-ink-2 max-pane:basis-[calc(100%-28px)]"
        title={duplicateWhy(first).join(' ')}
      >
        {t('merge.maybe')} <TicketLink ticketId={first.ticket.id} /> {first.ticket.issueSummary}
        {others > 0 && ` ${plural('merge.andMore', others)}`}
      </span>
      <span className="ms-auto flex flex-none gap-1">
        <Button small className="max-pane:!h-11" onClick={() => onCompare(first.ticket.id)}>
          {t('merge.compareShort')}
        </Button>
        <Button small look="bare" className="max-pane:!h-11" onClick={() => hide(true)}>
          {t('merge.notThis')}
        </Button>
      </span>
    </TicketBar>
  )
}

/** What a ticket has become, or may be one with; and the verb that merges it. */
export function MergeBar({ ticket }: { ticket: Ticket }) {
  /** Null = closed, '' = no target chosen yet. */
  const [into, open] = useState<string | null>(null)
  const isEnded = ticket.statusCategory === 'closed' || ticket.statusCategory === 'solved'
  const mayMerge = ticket.can?.merge === true && !ticket.mergedInto
  useActions('ticket-merge', [
    {
      id: 'merge',
      label: t('merge.verb'),
      group: t('ticket.group'),
      icon: 'link',
      isAllowed: mayMerge,
      run: () => open(''),
    },
  ])
  return (
    <>
      {ticket.mergedInto && <MergedBar ticket={ticket} into={ticket.mergedInto} />}
      {isEnded && !ticket.mergedInto && <FollowedUpBar ticketId={ticket.id} />}
      {mayMerge && !isEnded && <DuplicatesBar key={ticket.id} ticket={ticket} onCompare={open} />}
      {into !== null && (
        <Suspense fallback={null}>
          <MergeDialog ticket={ticket} into={into === '' ? null : into} onClose={() => open(null)} />
        </Suspense>
      )}
    </>
  )
}
