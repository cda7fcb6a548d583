import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Ticket, TimelineItem } from '@switchyard/sdk'
import { Icon } from '../../ui/icon.tsx'
import { MessageCard } from '../../ui/message-card.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { clockTime, fullDate } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { groupOf } from './event-kinds.ts'
import { eventWords, whoOf } from './event-words.ts'
import type { EventContext } from './event-words.ts'
import { decisionsByOffer, foldTimeline } from './fold-timeline.ts'
import { TicketLink } from './merge/ticket-link.tsx'
import { MessageVerbs } from './merge/message-verbs.tsx'
import { agentsQuery } from '../../live/agents.ts'
import { fileSource } from '../../live/files.ts'
import { timelineQuery } from './queries.ts'
import { standingRatings } from './rating/rating-query.ts'
import { chooseShown, shownOf, useShown } from './timeline-shown.ts'
import type { Shown } from './timeline-shown.ts'
import { shownWords } from './timeline-words.ts'
import { UnseenMark, useUnseenJump } from './unseen-mark.tsx'
import { unseenOf } from './unseen.ts'

const RatingWords = lazy(async () => ({ default: (await import('./rating/rating-words.tsx')).RatingWords }))

const strongTones = { met: 'text-met', near: 'text-near', breach: 'text-breach', quiet: 'text-ink-2' } as const

/** With the ratings that no later one took the place of. */
type LineContext = EventContext & { ratings: ReadonlySet<string> }

function EventLine({ event, context }: { event: TimelineItem; context: LineContext }) {
  const words = eventWords(event, context)
  return (
    <li id={`event-${event.id}`}>
      <span className={`node ${words.tone === 'quiet' ? '' : words.tone}`}>
        <Icon name={words.icon} size="xs" />
      </span>
      <p className="num min-w-0 self-center py-0.5 text-[12px]/[18px] text-ink-3">
        <b className={`font-medium ${strongTones[words.tone]}`}>{words.strong}</b>{' '}
        {words.otherTicketId && <TicketLink ticketId={words.otherTicketId} />} {words.detail}{' '}
        <a href={`#event-${event.id}`} title={fullDate(event.at)} className="whitespace-nowrap hover:underline">
          · <time dateTime={event.at}>{clockTime(event.at)}</time>
        </a>
        {words.decisionId && (
          <>
            {' · '}
            <Link
              to="."
              search={(known) => ({ ...known, decision: words.decisionId ?? undefined })}
              className="link whitespace-nowrap"
            >
              {t('event.why')}
            </Link>
          </>
        )}
        {context.ratings.has(event.id) && (
          <Suspense fallback={null}>
            <RatingWords event={event} />
          </Suspense>
        )}
      </p>
    </li>
  )
}

/** Opens at the end, or at the start for who reads all of it; follows new entries only while the reader is at the end. */
function useFollowEnd(key: string, size: string, opensAt: 'start' | 'end') {
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(opensAt === 'end')
  const shownKey = useRef('')
  useLayoutEffect(() => {
    if (shownKey.current !== key) isAtEnd.current = opensAt === 'end'
    shownKey.current = key
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight
  }, [key, size, opensAt])
  useEffect(() => {
    const at = box.current
    if (at === null) return
    // What stands above or below it comes and goes, and takes of its room.
    const watch = new ResizeObserver(() => {
      if (isAtEnd.current) at.scrollTop = at.scrollHeight
    })
    watch.observe(at)
    return () => watch.disconnect()
  }, [key, size])
  const onScroll = () => {
    const at = box.current
    if (at) isAtEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 60
  }
  return { box, onScroll }
}

/** Names, decisions and ratings that the lines of a history refer to. */
function useEventContext(items: readonly TimelineItem[], meIds: readonly string[]): LineContext {
  const { data: agents } = useQuery(agentsQuery)
  const agentNames = useMemo(() => new Map(agents?.data.map((agent) => [agent.id, agent.name])), [agents])
  const decisions = useMemo(() => decisionsByOffer(items), [items])
  const ratings = useMemo(() => standingRatings(items), [items])
  return useMemo(() => ({ meIds, agentNames, decisions, ratings }), [meIds, agentNames, decisions, ratings])
}

/** Who took the words out of which messages. */
function redactorsOf(items: readonly TimelineItem[], context: EventContext): ReadonlyMap<unknown, string> {
  const events = items.filter(({ type }) => type === 'message.redacted')
  return new Map(events.map((event) => [event.data.messageId, whoOf(event, context)]))
}

/** How many facts are folded, and what they are about. */
function Fold({ events, onOpen }: { events: readonly TimelineItem[]; onOpen: () => void }) {
  const about = [...new Set(events.map(({ type }) => groupOf(type)))].map((group) => t(`event.group.${group}`))
  return (
    <li>
      <span className="node">
        <Icon name="history" size="xs" />
      </span>
      <p className="self-center py-0.5 text-[12px]/[18px]">
        <button type="button" className="link underline underline-offset-2" onClick={onOpen}>
          {plural('event.earlier', events.length)}
        </button>
        <span className="text-ink-3"> · {about.join(', ')}</span>
      </p>
    </li>
  )
}

/** That not all of the history is shown, and the way back to it. */
function ShownNote({ shown }: { shown: Shown }) {
  return (
    <p
      role="status"
      className="type-meta sticky top-0 z-2 mx-auto -mt-1 mb-2 rounded-chip bg-raised px-2.5 py-1 text-ink-2 shadow-[0_0_0_1px_var(--line),var(--shadow-1)]"
    >
      {t('timeline.only', { kind: shownWords(shown) })}{' '}
      <button type="button" className="link underline underline-offset-2" onClick={() => chooseShown('all')}>
        {t('timeline.all')}
      </button>
    </p>
  )
}

const nothing: TimelineItem[] = []

interface TimelineProps {
  ticket: Ticket
  meIds: readonly string[]
  /** Where a reader begins. */
  opensAt?: 'start' | 'end'
  /** When nobody looked: what came then stands under a mark. */
  unseen?: { from: string; to: string } | null
  /** What follows the history, and changes with this text. */
  tail?: { key: string; of: (items: readonly TimelineItem[]) => ReactNode } | null
}

/** Everything that happened to a ticket, as one track of messages and facts. */
export function Timeline({ ticket, meIds, opensAt = 'end', unseen = null, tail = null }: TimelineProps) {
  const { data, error, refetch } = useQuery(timelineQuery(ticket.id))
  const items = data?.data ?? nothing
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const shown = useShown()
  const fresh = useMemo(() => unseenOf(shownOf(items, shown), unseen, meIds), [items, shown, unseen, meIds])
  const firstNew = fresh[0]?.id ?? null
  const entries = useMemo(
    () => foldTimeline(shownOf(items, shown), shown === 'all' ? opened : 'all', firstNew),
    [items, opened, shown, firstNew],
  )
  const context = useEventContext(items, meIds)
  const redactors = useMemo(() => redactorsOf(items, context), [items, context])
  const { box, onScroll } = useFollowEnd(ticket.id, `${items.length} ${tail?.key ?? ''}`, opensAt)
  const jump = useUnseenJump({ box, count: fresh.length, from: unseen?.from ?? '' })
  if (error && !data)
    return <Failure className="flex-1" error={error} kept={t('state.draftsKept')} onRetry={() => void refetch()} />
  if (!data)
    return <Bones className="flex-1 content-end px-5 pb-4 ps-16" rows={['h-4 w-1/2', 'h-20', 'h-4 w-2/5', 'h-24']} />
  const customerName = ticket.customer.name ?? ticket.customer.externalId ?? t('ticket.someone')
  return (
    <div
      ref={box}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      aria-label={t('ticket.timeline')}
      className="ring-inside flex min-h-0 flex-1 flex-col overflow-y-auto px-5 pt-4 max-pane:px-3.5"
    >
      {shown !== 'all' && <ShownNote shown={shown} />}
      {jump.button}
      <ol className={`track mx-auto w-full ${opensAt === 'end' ? 'mt-auto' : ''} max-w-(--w-read)`} aria-live="polite">
        {entries.map((entry) => {
          switch (entry.kind) {
            case 'mark':
              return <UnseenMark key="mark" from={unseen?.from ?? ''} place={jump.mark} />
            case 'event':
              return <EventLine key={entry.event.id} event={entry.event} context={context} />
            case 'message':
              return (
                <MessageCard
                  key={entry.message.id}
                  message={entry.message}
                  channel={ticket.channel}
                  isMine={entry.message.author.id !== null && meIds.includes(entry.message.author.id)}
                  customerName={customerName}
                  files={fileSource}
                  redactedBy={redactors.get(entry.message.id)}
                  verbs={<MessageVerbs ticket={ticket} message={entry.message} ofTicket={entry.ticketId} />}
                />
              )
            case 'fold':
              return (
                <Fold
                  key={`fold-${entry.id}`}
                  events={entry.events}
                  onOpen={() => setOpened(new Set([...opened, entry.id]))}
                />
              )
          }
        })}
        {tail?.of(items)}
      </ol>
    </div>
  )
}
