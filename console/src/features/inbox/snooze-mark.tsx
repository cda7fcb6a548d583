import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { momentText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'

/** Until when a ticket of a list is put aside. */
export function SnoozeMark({ until }: { until: string }) {
  const time = useClock((nowMs) => momentText(until, nowMs))
  const words = t('snooze.aside', { time })
  return (
    <Chip tone="paused" icon="clock" title={words}>
      <span className="sr-only">{words}</span>
      <span aria-hidden="true" className="num font-normal whitespace-nowrap">
        {time}
      </span>
    </Chip>
  )
}
