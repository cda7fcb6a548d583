import { lazy, Suspense, useRef, useState } from 'react'
import { Popover } from '@base-ui/react/popover'
import { useQuery } from '@tanstack/react-query'
import type { ExplainedClock } from '@switchyard/sdk'
import { explainQuery } from '../../live/explained-clocks.ts'
import type { ClockExplanationProps } from '../../ui/clock-explanation.ts'
import { now } from '../../ui/clock.ts'
import { IconButton } from '../../ui/button.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { clockTimeWithSeconds } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { sortClocks } from './clock-facts.ts'
import { DueSection } from './due-section.tsx'
import { ClockSection } from './explained-clock.tsx'

const DueDialog = lazy(async () => ({ default: (await import('./due-dialog.tsx')).DueDialog }))

function Clocks({ ticketId, onChange }: { ticketId: string; onChange: (clock: ExplainedClock) => void }) {
  const { data, error } = useQuery({ ...explainQuery(ticketId), refetchOnMount: 'always' })
  const [areAllShown, showAll] = useState(false)
  if (!data) {
    if (error)
      return (
        <div className="p-4">
          <ProblemLine error={error} />
        </div>
      )
    return <Bones className="p-4" rows={['h-5 w-1/2', 'h-2', 'h-4', 'h-4']} />
  }
  const { open, over } = sortClocks(data.clocks)
  const asOf = data.clocks.find((clock) => clock.asOf !== null)?.asOf ?? null
  const nowMs = asOf === null ? now() : Date.parse(asOf)
  const shownOver = areAllShown || open.length === 0 ? over : []
  return (
    <>
      {data.clocks.length === 0 && <p className="p-4 text-ink-3">{t('clock.none')}</p>}
      {[...open, ...shownOver].map((clock) => (
        <ClockSection key={`${clock.metric} ${clock.instance}`} clock={clock} nowMs={nowMs}>
          <DueSection ticketId={ticketId} clock={clock} nowMs={nowMs} onChange={() => onChange(clock)} />
        </ClockSection>
      ))}
      <footer className="type-meta sticky bottom-0 flex min-h-9 items-center gap-3 border-t border-line bg-raised px-4 text-ink-3">
        {asOf !== null && <span className="num">{t('clock.asOf', { at: clockTimeWithSeconds(asOf) })}</span>}
        {open.length > 0 && over.length > 0 && (
          <button
            type="button"
            aria-expanded={areAllShown}
            className="link ms-auto min-h-6 underline underline-offset-2 max-pane:min-h-11"
            onClick={() => showAll(!areAllShown)}
          >
            {areAllShown ? t('clock.fewerClocks') : plural('clock.over', over.length)}
          </button>
        )}
      </footer>
    </>
  )
}

/** Why every clock of a ticket stands where it stands, beside the chip that asks it. */
export function ClockPopover({ ticketId, anchor, isOpen, onOpenChange }: ClockExplanationProps) {
  const box = useRef<HTMLDivElement>(null)
  const [changed, change] = useState<ExplainedClock | null>(null)
  return (
    <>
      <Popover.Root
        open={isOpen}
        onOpenChange={(open, details) => {
          const pressed = details.event.target
          if (
            !open &&
            pressed instanceof Node &&
            details.reason === 'outside-press' &&
            anchor.current?.contains(pressed)
          )
            return
          onOpenChange(open)
        }}
      >
        <Popover.Portal>
          <Popover.Positioner
            anchor={anchor}
            side="bottom"
            align="start"
            sideOffset={6}
            collisionPadding={8}
            className="z-30"
          >
            <Popover.Popup
              ref={box}
              initialFocus={box}
              finalFocus={anchor}
              className="enter-fade flex max-h-[min(620px,var(--available-height))] w-[min(392px,calc(100vw-16px))] flex-col overflow-hidden rounded-card bg-raised shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] outline-none"
            >
              <header className="flex h-10 flex-none items-center border-b border-line ps-4 pe-1.5">
                <Popover.Title className="text-[12.5px]/[18px] font-semibold">{t('clock.titleAll')}</Popover.Title>
                <span className="ms-auto">
                  <IconButton
                    small
                    icon="x"
                    label={t('action.close')}
                    shortcut="Esc"
                    onClick={() => onOpenChange(false)}
                  />
                </span>
              </header>
              <div className="min-h-0 flex-1 overflow-y-auto">
                <Clocks
                  ticketId={ticketId}
                  onChange={(clock) => {
                    // The dialog gives the focus back to the chip: what it is asked from goes.
                    anchor.current?.focus()
                    onOpenChange(false)
                    change(clock)
                  }}
                />
              </div>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {changed !== null && (
        <Suspense fallback={null}>
          <DueDialog ticketId={ticketId} clock={changed} onClose={() => change(null)} />
        </Suspense>
      )}
    </>
  )
}
