import { lazy, Suspense, useState } from 'react'
import type { Ticket, Transition } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { snoozeTimes } from '../../ui/snooze-times.ts'
import { momentText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { transitionHint } from './transition-hint.ts'
import { useSnooze } from './use-snooze.ts'

const SnoozeDialog = lazy(async () => ({ default: (await import('../../ui/snooze-dialog.tsx')).SnoozeDialog }))

/** The status of a ticket: where it may go, and until when it is put aside. */
export function StatusMenu({ ticket, onMove }: { ticket: Ticket; onMove: (transition: Transition) => void }) {
  const legal = ticket.legalTransitions ?? []
  const snooze = useSnooze(ticket)
  const [isPicking, setPicking] = useState(false)
  const until = ticket.snoozedUntil ?? null
  const nowMs = now()
  const times: MenuItem[] = [
    ...(until === null ? [] : [{ id: 'wake', label: t('snooze.wake'), run: () => snooze.mutate(null) }]),
    ...snoozeTimes(nowMs).map(({ id, at }) => ({
      id,
      label: t(`snooze.${id}`),
      hint: momentText(at.toISOString(), nowMs),
      run: () => snooze.mutate(at.toISOString()),
    })),
    { id: 'free', label: `${t('snooze.free')} …`, run: () => setPicking(true) },
  ]
  const status = wordFor('status', ticket.status)
  const aside = until === null ? '' : `· ${t('snooze.until', { time: momentText(until, nowMs) })}`
  const face = (
    <>
      <Icon name="dot" size="xs" tone="text-accent-ink" /> {status}
    </>
  )
  if (legal.length === 0 || ticket.can?.transition === false) return <Chip tone="outlined">{face}</Chip>
  const itemOf = (transition: Transition): MenuItem => ({
    id: transition.to,
    label: transition.label,
    ...transitionHint(transition),
    run: () => onMove(transition),
  })
  const waits = legal.filter(({ category }) => category === 'waiting' || category === 'hold')
  const waiting = [
    { label: t('snooze.title'), items: times },
    ...(waits.length === 0 ? [] : [{ label: t('keys.wait'), items: waits.map(itemOf) }]),
  ]
  return (
    <>
      <MenuButton
        // What is seen is part of what is read out.
        label={t('transition.menu', { status: [status, aside].filter(Boolean).join(' ') })}
        className="chip outlined !h-6"
        verbs={[
          { id: 'status', label: t('transition.moveTo'), group: t('ticket.group'), icon: 'arrow' },
          { id: 'wait', label: t('keys.wait'), group: t('ticket.group'), icon: 'pause', sections: waiting },
        ]}
        sections={[{ label: t('transition.moveTo'), items: legal.map(itemOf) }]}
      >
        {face}
        {until !== null && <span className="num">{aside}</span>}
      </MenuButton>
      {isPicking && (
        <Suspense fallback={null}>
          <SnoozeDialog
            onClose={() => setPicking(false)}
            onPick={(picked) => {
              setPicking(false)
              snooze.mutate(picked)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
