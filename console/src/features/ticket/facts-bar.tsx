import { lazy, Suspense, useState } from 'react'
import type { Ticket, Transition } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { SlaButton } from '../../ui/sla-button.tsx'
import { momentText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { useKeyText } from '../../ui/key-map.ts'
import { AssignMenu } from './assign-menu.tsx'
import { CallChip } from './call-chip.tsx'
import { PropertyMenus } from './property-menus.tsx'
import { snoozeTimes } from './snooze-times.ts'
import { useSnooze } from './use-snooze.ts'

const TagsDialog = lazy(async () => ({ default: (await import('./tags-dialog.tsx')).TagsDialog }))

function StatusMenu({ ticket, onMove }: { ticket: Ticket; onMove: (transition: Transition) => void }) {
  const legal = ticket.legalTransitions ?? []
  const snooze = useSnooze(ticket)
  const until = ticket.snoozedUntil ?? null
  const nowMs = Date.now()
  const aside: MenuItem[] = [
    ...(until === null ? [] : [{ id: 'wake', label: t('snooze.wake'), run: () => snooze.mutate(null) }]),
    ...snoozeTimes(nowMs).map(({ id, at }) => ({
      id,
      label: t(`snooze.${id}`),
      hint: momentText(at.toISOString(), nowMs),
      run: () => snooze.mutate(at.toISOString()),
    })),
  ]
  const face = (
    <>
      <Icon name="dot" size="xs" tone="text-accent-ink" /> {wordFor('status', ticket.status)}
    </>
  )
  if (legal.length === 0 || ticket.can?.transition === false) return <Chip tone="outlined">{face}</Chip>
  const itemOf = (transition: Transition): MenuItem => ({
    id: transition.to,
    label: transition.label,
    ...(transition.missing.length > 0 ? { hint: plural('transition.asks', transition.missing.length) } : {}),
    run: () => onMove(transition),
  })
  const waits = legal.filter(({ category }) => category === 'waiting' || category === 'hold')
  const waiting = [
    { label: t('snooze.title'), items: aside },
    ...(waits.length === 0 ? [] : [{ label: t('keys.wait'), items: waits.map(itemOf) }]),
  ]
  return (
    <MenuButton
      label={t('transition.menu', { status: wordFor('status', ticket.status) })}
      className="chip outlined !h-6"
      verbs={[
        { id: 'status', label: t('transition.moveTo'), group: t('ticket.group'), icon: 'arrow' },
        { id: 'wait', label: t('keys.wait'), group: t('ticket.group'), icon: 'pause', sections: waiting },
      ]}
      sections={[{ label: t('transition.moveTo'), items: legal.map(itemOf) }]}
    >
      {face}
      {until !== null && <span className="num">· {t('snooze.until', { time: momentText(until, nowMs) })}</span>}
    </MenuButton>
  )
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
      <StatusMenu ticket={ticket} onMove={onMove} />
      <PropertyMenus ticket={ticket} />
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
