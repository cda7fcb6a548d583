import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Customer, Ticket } from '@switchyard/sdk'
import { Dialog } from '../../ui/dialog.tsx'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { useActions } from '../../ui/actions.ts'
import { useIsWide, widePx } from '../../ui/use-is-wide.ts'
import { t } from '../../ui/words/words.ts'
import { useChatTail } from './chat/use-chat-tail.tsx'
import { useReadMark, useTicketChat } from './chat/use-ticket-chat.ts'
import type { TicketChat } from './chat/use-ticket-chat.ts'
import { Composer } from './composer.tsx'
import { FactsBar } from './facts-bar.tsx'
import { MergeBar } from './merge/merge-bar.tsx'
import { ticketQuery } from './queries.ts'
import { SurgeBar } from './surge-bar.tsx'
import { TicketHead } from './ticket-head.tsx'
import { Timeline } from './timeline.tsx'
import { solvingTransition, useTransition } from './use-transition.ts'

const ChatBar = lazy(async () => ({ default: (await import('./chat/chat-bar.tsx')).ChatBar }))
const WrapupPanel = lazy(async () => ({ default: (await import('./chat/wrapup-panel.tsx')).WrapupPanel }))
const TransitionDialog = lazy(async () => ({ default: (await import('./transition-dialog.tsx')).TransitionDialog }))
const ContextPanel = lazy(async () => ({ default: (await import('./context-panel.tsx')).ContextPanel }))
const AssistPanel = lazy(async () => ({ default: (await import('./assist/assist-panel.tsx')).AssistPanel }))

interface TicketScreenProps {
  ticketId: string
  /** Agent, member and user of the viewer: what "you" means in the timeline. */
  meIds: readonly string[]
  agentId: string | null
  back: ReactNode
  isFocused: boolean
  /** When nobody looked at it here: what came then is marked as new. */
  unseen: { from: string; to: string } | null
  /** Finds the ticket that stands next in the list, and gives how to open it. */
  findNext: () => () => void
  /** What may be done with the customer, shown beside them. */
  customerMenu: (customer: Customer) => ReactNode
}

type LoadedProps = Omit<TicketScreenProps, 'ticketId'> & { ticket: Ticket }

function ReadMark({ live }: { live: TicketChat }) {
  useReadMark(live)
  return null
}

/** What stands beside the ticket, or over it where there is no room: context, or what helps to answer. */
type Beside = 'context' | 'assist'

/** Which of the two it is; a narrow screen shows neither until it is asked. */
function useBeside() {
  const isWide = useIsWide(widePx)
  const [asked, ask] = useState<Beside | null>(null)
  const toggle = (what: Beside) => ask((known) => (known === what ? null : what))
  useActions('assist', [
    {
      id: 'assist',
      label: t('assist.title'),
      group: t('ticket.group'),
      icon: 'star',
      isAllowed: true,
      run: () => toggle('assist'),
    },
  ])
  return { isWide, shown: asked ?? (isWide ? 'context' : null), toggle, close: () => ask(null) }
}

function Side({ what, ticket, customerMenu, onClose }: Pick<LoadedProps, 'ticket' | 'customerMenu'> & SideProps) {
  return (
    <Suspense fallback={<Bones className="p-4" rows={['h-6', 'h-24', 'h-24']} />}>
      {what === 'context' ? (
        <ContextPanel key={ticket.id} ticket={ticket} customerMenu={customerMenu} />
      ) : (
        <AssistPanel key={ticket.id} ticket={ticket} onClose={onClose} />
      )}
    </Suspense>
  )
}

interface SideProps {
  what: Beside
  /** Null where what it stands in has its own way out. */
  onClose: (() => void) | null
}

/** Asks for what a move still needs. */
function AskedFacts({ ticket, transition: { pending, isMoving, error, give, drop } }: AskedProps) {
  if (pending === null) return null
  return (
    <Suspense fallback={null}>
      <TransitionDialog
        key={pending.transition.to}
        ticket={ticket}
        pending={pending}
        isMoving={isMoving}
        error={error}
        onGive={give}
        onClose={drop}
      />
    </Suspense>
  )
}

interface AskedProps {
  ticket: Ticket
  transition: ReturnType<typeof useTransition>
}

function Loaded({ ticket, meIds, agentId, back, isFocused, unseen, findNext, customerMenu }: LoadedProps) {
  const transition = useTransition(ticket)
  const solving = ticket.can?.transition === false ? null : solvingTransition(ticket)
  const live = useTicketChat(ticket, agentId)
  const tail = useChatTail(ticket, live)
  const talk = live !== null && live.isLive && live.isMine ? live.chat : null
  const { isWide, shown, toggle, close } = useBeside()
  const hasSide = isWide && !isFocused
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
          onContext={() => toggle('context')}
        />
        <FactsBar ticket={ticket} meId={agentId} onMove={transition.start} />
        {transition.error && !transition.pending && (
          <div className="border-b border-line px-5 py-2">
            <ProblemLine error={transition.error} />
          </div>
        )}
        <MergeBar ticket={ticket} />
        <SurgeBar key={ticket.id} ticket={ticket} />
        {live?.isLive && (
          <Suspense fallback={<div className="min-h-[42px] flex-none border-b border-line" />}>
            <ChatBar key={live.chat.id} ticket={ticket} live={live} agentId={agentId} />
          </Suspense>
        )}
        {live && <ReadMark live={live} />}
        <Timeline ticket={ticket} meIds={meIds} tail={tail} unseen={unseen} />
        {live?.isMine && live.task?.state === 'wrapup' && (
          <Suspense fallback={null}>
            <WrapupPanel key={live.task.id} task={live.task} />
          </Suspense>
        )}
        <Composer
          ticket={ticket}
          meId={agentId}
          onSolve={solving && (() => transition.start(solving))}
          onMove={transition.start}
          chat={talk}
          onAssist={() => toggle('assist')}
        />
      </main>
      {hasSide && shown !== null && (
        <aside
          aria-label={t(shown === 'assist' ? 'assist.title' : 'context.title')}
          className="overflow-y-auto border-s border-line bg-canvas"
        >
          <Side what={shown} ticket={ticket} customerMenu={customerMenu} onClose={close} />
        </aside>
      )}
      {!hasSide && shown !== null && !(isWide && shown === 'context') && (
        <Dialog place="sheet" title={t(shown === 'assist' ? 'assist.title' : 'context.title')} onClose={close}>
          <Side what={shown} ticket={ticket} customerMenu={customerMenu} onClose={null} />
        </Dialog>
      )}
      <AskedFacts ticket={ticket} transition={transition} />
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
