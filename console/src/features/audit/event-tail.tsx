import { useCallback, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { DomainEvent } from '@switchyard/sdk'
import { useLiveEvents, useLiveStatus } from '../../live/live-status.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { LogRow } from './log-row.tsx'
import { eventTypesQuery, tailQuery } from './queries.ts'

const mostKept = 500

/** What has come since the page was read, newest first; held back while somebody reads. */
function useTail(type: string | null, isHeld: boolean) {
  const [fresh, setFresh] = useState<readonly DomainEvent[]>([])
  const [heldAt, hold] = useState(0)
  useLiveEvents(
    useCallback((event: DomainEvent) => {
      setFresh((known) => (known.some(({ id }) => id === event.id) ? known : [event, ...known].slice(0, mostKept)))
    }, []),
  )
  const query = useQuery(tailQuery(type ?? ''))
  const read = query.data ?? []
  const known = new Set(read.map(({ id }) => id))
  const wanted = fresh.filter((event) => !known.has(event.id) && (type === null || event.type === type))
  const newest = wanted[0]?.seq ?? 0
  if (!isHeld && heldAt !== newest) hold(newest)
  const shown = isHeld ? wanted.filter(({ seq }) => seq <= heldAt) : wanted
  return { query, events: [...shown, ...read].slice(0, mostKept), waiting: wanted.length - shown.length }
}

/** The log as it grows, by type; pausing keeps what is shown in its place. */
export function EventTail({ type, onType }: { type: string | null; onType: (type: string | null) => void }) {
  const [isHeld, hold] = useState(false)
  const { data: types } = useQuery(eventTypesQuery)
  const { query, events, waiting } = useTail(type, isHeld)
  const status = useLiveStatus()
  const nowMs = now()
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label={t('audit.type')}
          value={type ?? ''}
          onChange={(event) => onType(event.target.value || null)}
          className="field type-label !min-h-0 !w-auto max-w-60 !py-[3px] max-pane:!h-11 max-pane:!text-[16px]"
        >
          <option value="">{t('audit.everyType')}</option>
          {types?.data.map((one) => (
            <option key={one.type} value={one.type}>
              {one.type}
            </option>
          ))}
        </select>
        <span className="type-meta flex items-center gap-1.5 text-ink-2">
          {!isHeld && status === 'live' && <span className="live" />}
          {t(isHeld ? 'audit.held' : status === 'live' ? 'audit.live' : 'audit.connecting')}
          {waiting > 0 && ` · ${plural('audit.waiting', waiting)}`}
        </span>
        <Button small icon={isHeld ? 'play' : 'pause'} className="ms-auto max-pane:!h-11" onClick={() => hold(!isHeld)}>
          {t(isHeld ? 'audit.goOn' : 'audit.hold')}
        </Button>
      </div>
      <div className="rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)]">
        {query.error && events.length === 0 && (
          <Failure error={query.error} className="py-10" onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <Bones className="p-4" rows={['h-8', 'h-8', 'h-8', 'h-8']} />}
        {query.isSuccess && events.length === 0 && (
          <Empty icon="pulse" title={t('audit.noEvents')} text={t('audit.noEventsText')} />
        )}
        <ol aria-label={t('audit.tab.events')}>
          {events.map((event) => (
            <LogRow
              key={event.id}
              {...event}
              who={event.actor?.name ?? wordFor('actor', event.actor?.kind ?? 'system')}
              nowMs={nowMs}
              facts={[
                [t('audit.by'), event.actor?.id ?? 'system'],
                [t('audit.subject'), `${event.subject.kind} ${event.subject.id}`],
              ]}
            />
          ))}
        </ol>
      </div>
    </>
  )
}
