import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket, Transition } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import { Icon } from '../../ui/icon.tsx'
import { SlaButton } from '../../ui/sla-button.tsx'
import { t } from '../../ui/words/words.ts'
import { useKeyText } from '../../ui/key-map.ts'
import { AssignMenu } from './assign-menu.tsx'
import { CallChip } from './call-chip.tsx'
import { DetailsChip } from './details/details-chip.tsx'
import { PropertyMenus } from './property-menus.tsx'
import { timelineQuery } from './queries.ts'
import { StatusMenu } from './status-menu.tsx'

const MonitorChips = lazy(async () => ({ default: (await import('./monitor-chips.tsx')).MonitorChips }))
const TagsDialog = lazy(async () => ({ default: (await import('./tags-dialog.tsx')).TagsDialog }))

/** The work on a ticket that somebody began to watch last; null = nobody ever did. */
function useWatchedTask(ticketId: string): string | null {
  const { data: timeline } = useQuery(timelineQuery(ticketId))
  const taskId = timeline?.data.findLast(({ type }) => type === 'monitor.started')?.data.taskId
  return typeof taskId === 'string' ? taskId : null
}

/** The second bar of a ticket: number and editable properties, each an outlined chip. */
export function FactsBar({
  ticket,
  meId,
  onMove,
}: {
  ticket: Ticket
  meId: string | null
  onMove: (transition: Transition) => void
}) {
  const [isTagging, setTagging] = useState(false)
  const watchedId = useWatchedTask(ticket.id)
  const key = useKeyText('tags')
  useActions('tags', [
    {
      id: 'tags',
      label: t('tags.title'),
      group: t('ticket.group'),
      icon: 'tag',
      isAllowed: true,
      run: () => setTagging(true),
    },
  ])
  return (
    <div className="flex min-h-[42px] flex-none items-center gap-1.5 overflow-x-auto border-b border-line px-5 py-2 pane:flex-wrap max-pane:px-3.5 [scrollbar-width:none]">
      <span className="type-label text-ink-3">#{ticket.number}</span>
      <SlaButton ticketId={ticket.id} clocks={ticket.sla} className="flex-none" />
      {ticket.channel === 'voice' && <CallChip ticketId={ticket.id} />}
      {watchedId && (
        <Suspense fallback={null}>
          <MonitorChips ticketId={ticket.id} taskId={watchedId} />
        </Suspense>
      )}
      <StatusMenu ticket={ticket} onMove={onMove} />
      <PropertyMenus ticket={ticket} />
      <DetailsChip ticket={ticket} />
      <AssignMenu ticket={ticket} meId={meId} />
      <button
        type="button"
        className="chip outlined !h-6"
        title={key === undefined ? t('tags.title') : `${t('tags.title')} (${key})`}
        onClick={() => setTagging(true)}
      >
        <Icon name="tag" size="xs" />
        <span className="sr-only">{t('tags.title')}</span>
        {ticket.tags.slice(0, 2).join(', ')}
        {ticket.tags.length > 2 && ` +${ticket.tags.length - 2}`}
      </button>
      {isTagging && (
        <Suspense fallback={null}>
          <TagsDialog ticket={ticket} onClose={() => setTagging(false)} />
        </Suspense>
      )}
    </div>
  )
}
