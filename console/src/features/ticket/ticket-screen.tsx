import { useState } from 'react'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Customer, Ticket } from '@switchyard/sdk'
import { Dialog } from '../../ui/dialog.tsx'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { Composer } from './composer.tsx'
import { ContextPanel } from './context-panel.tsx'
import { FactsBar } from './facts-bar.tsx'
import { MergeBar } from './merge/merge-bar.tsx'
import { ticketQuery } from './queries.ts'
import { TicketHead } from './ticket-head.tsx'
import { Timeline } from './timeline.tsx'
import { TransitionDialog } from './transition-dialog.tsx'
import { solvingTransition, useTransition } from './use-transition.ts'

interface TicketScreenProps {
  ticketId: string
  /** Agent, member and user of the viewer: what "you" means in the timeline. */
  meIds: readonly string[]
  agentId: string | null
  back: ReactNode
  isFocused: boolean
  /** Finds the ticket that stands next in the list, and gives how to open it. */
  findNext: () => () => void
  /** What may be done with the customer, shown beside them. */
  customerMenu: (customer: Customer) => ReactNode
}

type LoadedProps = Omit<TicketScreenProps, 'ticketId'> & { ticket: Ticket }

function Loaded({ ticket, meIds, agentId, back, isFocused, findNext, customerMenu }: LoadedProps) {
  const transition = useTransition(ticket)
  const solving = ticket.can?.transition === false ? null : solvingTransition(ticket)
  const [isContextOpen, openContext] = useState(false)
  return (
    <div className={`grid h-full min-h-0 ${isFocused ? '' : 'wide:grid-cols-[minmax(0,1fr)_var(--w-context)]'}`}>
      <main
        aria-label={t('ticket.label', { number: ticket.number })}
        className="flex min-h-0 min-w-0 flex-col bg-surface"
      >
        <TicketHead
          ticket={ticket}
          isMoving={transition.isMoving}
          onMove={transition.start}
          findNext={findNext}
          back={back}
          onContext={() => openContext(true)}
        />
        <FactsBar ticket={ticket} meId={agentId} onMove={transition.start} />
        {transition.error && !transition.pending && (
          <div className="border-b border-line px-5 py-2">
            <ProblemLine error={transition.error} />
          </div>
        )}
        <MergeBar ticket={ticket} />
        <Timeline ticket={ticket} meIds={meIds} />
        <Composer ticket={ticket} meId={agentId} onSolve={solving && (() => transition.start(solving))} />
      </main>
      {!isFocused && (
        <aside
          aria-label={t('context.title')}
          className="overflow-y-auto border-s border-line bg-canvas max-wide:hidden"
        >
          <ContextPanel key={ticket.id} ticket={ticket} customerMenu={customerMenu} />
        </aside>
      )}
      {isContextOpen && (
        <Dialog place="sheet" title={t('context.title')} onClose={() => openContext(false)}>
          <ContextPanel ticket={ticket} customerMenu={customerMenu} />
        </Dialog>
      )}
      {transition.pending && (
        <TransitionDialog
          key={transition.pending.transition.to}
          pending={transition.pending}
          isMoving={transition.isMoving}
          error={transition.error}
          onGive={transition.give}
          onClose={transition.drop}
        />
      )}
    </div>
  )
}

/** A ticket: head, facts, timeline, composer, and the context beside it (a sheet where there is no room). */
export function TicketScreen({ ticketId, ...rest }: TicketScreenProps) {
  const { data, error, refetch } = useQuery(ticketQuery(ticketId))
  if (error && !data)
    return (
      <main className="grid h-full bg-surface">
        <Failure error={error} onRetry={() => void refetch()} />
      </main>
    )
  if (!data)
    return (
      <main className="h-full bg-surface">
        <Bones className="px-5 pt-4" rows={['h-5 w-1/2', 'h-6 w-2/3', 'h-24', 'h-24', 'h-32']} />
      </main>
    )
  return <Loaded ticket={data} {...rest} />
}
