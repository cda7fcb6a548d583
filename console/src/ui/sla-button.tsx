import { Suspense, useRef, useState } from 'react'
import type { TicketClocks } from '@switchyard/sdk'
import { useClockExplanation } from './clock-explanation.ts'
import { SlaChip } from './sla-chip.tsx'
import { t } from './words/words.ts'

interface SlaButtonProps {
  ticketId: string
  clocks: TicketClocks | null
  className?: string
  tabIndex?: number
}

/** The chip of a ticket's next clock; pressed, it explains all of them. */
export function SlaButton({ ticketId, clocks, className = '', tabIndex }: SlaButtonProps) {
  const Explanation = useClockExplanation()
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  if (Explanation === null) return <SlaChip clocks={clocks} />
  return (
    <>
      <button
        ref={anchor}
        type="button"
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-description={t('clock.explain')}
        className={`flex min-h-6 items-center rounded-chip empty:hidden ${className}`}
        onClick={() => {
          setOpened(true)
          setOpen(!isOpen)
        }}
      >
        <SlaChip clocks={clocks} />
      </button>
      {wasOpened && (
        <Suspense fallback={null}>
          <Explanation ticketId={ticketId} anchor={anchor} isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  )
}
