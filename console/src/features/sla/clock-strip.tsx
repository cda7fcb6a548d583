import type { ExplainedClock, Segment } from '@switchyard/sdk'
import type { Tone } from '../../ui/sla.ts'
import { countedDuration, fullDate, momentText, targetText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { lengthMs, sumByReason } from './clock-facts.ts'

const marks: Record<Tone, string> = {
  near: 'bg-near-mark',
  breach: 'bg-breach-mark',
  met: 'bg-met-mark',
  paused: 'bg-series-1',
  quiet: 'bg-series-1',
}
const offHours = new Set(['closed', 'holiday'])
/** Hours outside the calendar would dwarf what counted: they are drawn at a tenth of their length, and said in full below. */
const offHoursScale = 0.1

const drawnMs = (segment: Segment) => lengthMs(segment) * (offHours.has(segment.reason) ? offHoursScale : 1)

function looksOf(segment: Segment, tone: Tone): string {
  if (segment.counted) return `${marks[tone]} ${segment.isForecast ? 'opacity-25' : ''}`
  return offHours.has(segment.reason) ? 'bg-line-strong' : 'hatch'
}

const saidOf = (segment: Segment) =>
  segment.counted
    ? t(segment.isForecast ? 'clock.willCount' : 'clock.countedWord')
    : t('clock.skipped', { reason: wordFor('skip', segment.reason) })

/** A clock's life on one line: counted, paused, outside the hours, and what will count until it is due. */
export function ClockStrip({ clock, tone, nowMs }: { clock: ExplainedClock; tone: Tone; nowMs: number }) {
  const shown = clock.segments.filter((segment) => lengthMs(segment) > 0)
  const wholeMs = Math.max(
    1,
    shown.reduce((sum, segment) => sum + drawnMs(segment), 0),
  )
  const skippedMs = sumByReason(clock.segments).reduce((sum, { ms }) => sum + ms, 0)
  const words = t('clock.bar', {
    counted: targetText(clock.elapsedMs, clock.unit),
    target: targetText(clock.targetMs, clock.unit),
    skipped: countedDuration(skippedMs),
  })
  const first = shown[0]
  const last = shown.at(-1)
  return (
    <figure className="mb-2">
      <div role="img" aria-label={words} className="flex h-2 gap-px overflow-hidden rounded-full bg-fill">
        {shown.map((segment) => (
          <i
            key={`${segment.from} ${segment.isForecast}`}
            title={`${saidOf(segment)} · ${fullDate(segment.from)} – ${fullDate(segment.to)}`}
            className={`block h-full min-w-px ${looksOf(segment, tone)}`}
            style={{ width: `${(100 * drawnMs(segment)) / wholeMs}%` }}
          />
        ))}
      </div>
      {first && last && (
        <figcaption className="type-meta num mt-1 flex justify-between text-ink-3">
          <time dateTime={first.from}>{momentText(first.from, nowMs)}</time>
          <time dateTime={last.to}>{momentText(last.to, nowMs)}</time>
        </figcaption>
      )}
    </figure>
  )
}
