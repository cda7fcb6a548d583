import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Ticket, Transition } from '@switchyard/sdk'
import { curlOf } from '../../live/curl.ts'
import { lastActionCall } from '../../live/client.ts'
import { useMe } from '../../live/me.ts'
import { useActions } from '../../ui/actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { keyText, useKeyText } from '../../ui/key-map.ts'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuSection } from '../../ui/menu.tsx'
import { subjectOf } from '../../ui/subject-of.ts'
import { t } from '../../ui/words/words.ts'
import { chooseShown, shownChoices, useShown } from './timeline-shown.ts'
import type { Shown } from './timeline-shown.ts'
import { shownWords } from './timeline-words.ts'
import { solvingTransition } from './use-transition.ts'
import { Viewers } from './viewers.tsx'

const TranscriptDialog = lazy(async () => ({ default: (await import('./transcript-dialog.tsx')).TranscriptDialog }))
const EscalateDialog = lazy(async () => ({ default: (await import('./escalate-dialog.tsx')).EscalateDialog }))

interface Verbs {
  escalate: (() => void) | null
  transcript: (() => void) | null
}

function verbsOf({ escalate, transcript }: Verbs): MenuSection['items'] {
  return [
    ...(transcript === null
      ? []
      : [{ id: 'transcript', label: t('transcript.title'), icon: 'mail' as const, run: transcript }]),
    ...(escalate === null
      ? []
      : [
          {
            id: 'escalate',
            label: t('escalate.title'),
            icon: 'shield' as const,
            hint: keyText('escalate'),
            run: escalate,
          },
        ]),
  ]
}

function moreSections(ticket: Ticket, verbs: Verbs, shown: Shown): MenuSection[] {
  const last = lastActionCall()
  const path = `/v1/tickets/${ticket.id}`
  const copy = (text: string) => void copyText(text)
  return [
    ...(verbsOf(verbs).length === 0 ? [] : [{ items: verbsOf(verbs) }]),
    {
      label: t('timeline.show'),
      items: shownChoices.map((choice) => ({
        id: `show-${choice}`,
        label: shownWords(choice),
        isChecked: choice === shown,
        run: () => chooseShown(choice),
      })),
    },
    {
      label: t('curl.label'),
      items: [
        {
          id: 'get',
          label: t('curl.get'),
          icon: 'terminal',
          run: () => copy(curlOf({ method: 'GET', path }, location.origin)),
        },
        {
          id: 'timeline',
          label: t('curl.timeline'),
          icon: 'terminal',
          run: () => copy(curlOf({ method: 'GET', path: `${path}/timeline` }, location.origin)),
        },
        {
          id: 'last',
          label: t('curl.last'),
          icon: 'terminal',
          isDisabled: last === null,
          hint: last?.method ?? t('curl.none'),
          run: () => last && copy(curlOf(last, location.origin)),
        },
      ],
    },
    {
      items: [
        {
          id: 'link',
          label: t('ticket.copyLink'),
          icon: 'link',
          run: () => copy(`${location.origin}/tickets/${ticket.id}`),
        },
        { id: 'id', label: t('ticket.copyId'), icon: 'copy', run: () => copy(ticket.id) },
      ],
    },
  ]
}

/** The move that ends the work, named by what the person does. */
function solvingMove(ticket: Ticket): Transition | null {
  const move = solvingTransition(ticket)
  return move && { ...move, label: t(move.to === 'solved' ? 'ticket.solve' : 'ticket.close') }
}

/** To the scorecard of this ticket; a button once the work has ended, a verb of the palette before. */
function ReviewLink({ ticket }: { ticket: Ticket }) {
  const navigate = useNavigate()
  const mayReview = useMe().permissions.includes('qa:write')
  const way = { to: '/quality/tickets/$ticketId', params: { ticketId: ticket.id } } as const
  useActions('ticket-review', [
    {
      id: 'review',
      label: t('review.review'),
      group: t('ticket.group'),
      icon: 'award',
      isAllowed: mayReview,
      run: () => void navigate(way),
    },
  ])
  if (!mayReview || (ticket.statusCategory !== 'solved' && ticket.statusCategory !== 'closed')) return null
  return (
    <Link {...way} className="b sm touch">
      <Icon name="award" size="s" />
      <span className="max-pane:sr-only">{t('review.review')}</span>
    </Link>
  )
}

/** Escalating a ticket to Risk Review, for those who may open cases: how to begin (null = may not) and its dialog. */
function useEscalation(ticket: Ticket): { begin: (() => void) | null; dialog: ReactNode } {
  const mayEscalate = useMe().permissions.includes('case:open')
  const [isOpen, setOpen] = useState(false)
  const begin = () => setOpen(true)
  useActions('ticket-escalate', [
    {
      id: 'escalate',
      label: t('escalate.title'),
      group: t('ticket.group'),
      icon: 'shield',
      isAllowed: mayEscalate,
      run: begin,
    },
  ])
  const dialog = isOpen ? (
    <Suspense fallback={null}>
      <EscalateDialog ticket={ticket} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null
  return { begin: mayEscalate ? begin : null, dialog }
}

/** Mailing what was said, for those who may write here: how to begin (null = may not) and its dialog. */
function useTranscript(ticket: Ticket): { begin: (() => void) | null; dialog: ReactNode } {
  const maySend = ticket.can?.reply !== false
  const [isOpen, setOpen] = useState(false)
  const begin = () => setOpen(true)
  useActions('ticket-transcript', [
    {
      id: 'transcript',
      label: t('transcript.title'),
      group: t('ticket.group'),
      icon: 'mail',
      isAllowed: maySend,
      run: begin,
    },
  ])
  const dialog = isOpen ? (
    <Suspense fallback={null}>
      <TranscriptDialog ticket={ticket} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null
  return { begin: maySend ? begin : null, dialog }
}

function SolveButton({ label, isMoving, onSolve }: { label: string; isMoving: boolean; onSolve: () => void }) {
  const key = useKeyText('solve')
  const hint = key === undefined ? {} : { shortcut: key }
  return (
    <Button small icon="check" {...hint} busy={isMoving} className="max-pane:!hidden" onClick={onSolve}>
      {label}
    </Button>
  )
}

interface TicketHeadProps {
  ticket: Ticket
  isMoving: boolean
  onMove: (transition: Transition, then?: () => void) => void
  /** Finds the next ticket of the list, and gives how to go there. */
  findNext: () => () => void
  back: ReactNode
  onContext: () => void
}

/** The first bar of a ticket: way back, subject, more, and the one move that ends the work. */
export function TicketHead({ ticket, isMoving, onMove, findNext, back, onContext }: TicketHeadProps) {
  const solving = ticket.can?.transition === false ? null : solvingMove(ticket)
  const shown = useShown()
  const escalation = useEscalation(ticket)
  const transcript = useTranscript(ticket)
  useActions('ticket-head', [
    {
      id: 'solve',
      label: solving?.label ?? t('ticket.solve'),
      group: t('ticket.group'),
      icon: 'check',
      isAllowed: solving !== null,
      run: () => solving && onMove(solving),
    },
    {
      id: 'solve-next',
      label: t('keys.solveNext'),
      group: t('ticket.group'),
      icon: 'check',
      isAllowed: solving !== null,
      run: () => solving && onMove(solving, findNext()),
    },
    {
      id: 'curl',
      label: t('curl.get'),
      group: t('ticket.group'),
      icon: 'terminal',
      isAllowed: true,
      run: () => void copyText(curlOf({ method: 'GET', path: `/v1/tickets/${ticket.id}` }, location.origin)),
    },
  ])
  return (
    <header className="flex h-(--h-bar) flex-none items-center gap-1 border-b border-line ps-5 pe-3 max-stack:ps-1">
      {back}
      <h1 dir="auto" className="type-title min-w-0 truncate" title={ticket.issueSummary}>
        {subjectOf(ticket)}
      </h1>
      <Viewers ticketId={ticket.id} />
      <span className="flex flex-none items-center gap-1">
        <MenuButton
          label={t('ticket.more')}
          title={t('ticket.more')}
          className="b bare icon sm touch"
          align="end"
          sections={moreSections(ticket, { escalate: escalation.begin, transcript: transcript.begin }, shown)}
        >
          <Icon name="more" />
        </MenuButton>
        <ReviewLink ticket={ticket} />
        <IconButton small icon="user" label={t('context.open')} className="wide:!hidden" onClick={onContext} />
        {solving && <SolveButton label={solving.label} isMoving={isMoving} onSolve={() => onMove(solving)} />}
      </span>
      {escalation.dialog}
      {transcript.dialog}
    </header>
  )
}
