import type { TicketClocks } from '@switchyard/sdk'
import { Chip } from './chip.tsx'
import { useClock } from './clock.ts'
import type { IconName } from './icon-paths.tsx'
import { ticketClockWords } from './sla.ts'
import type { Tone } from './sla.ts'
import { fullDate } from './time.ts'

/** The state of a ticket's next clock in icon, words and colour; ticks with the shared clock. */
export function SlaChip({ clocks }: { clocks: TicketClocks | null }) {
  const packed = useClock((nowMs) => {
    const words = ticketClockWords(clocks, nowMs)
    return words === null ? '' : `${words.tone}|${words.icon}|${words.text}`
  })
  if (packed === '') return null
  const [tone = 'quiet', icon = 'clock', text = ''] = packed.split('|')
  const due = clocks?.nextDueAt
  return (
    <Chip tone={tone as Tone} icon={icon as IconName} {...(due ? { title: fullDate(due) } : {})}>
      {text}
    </Chip>
  )
}
