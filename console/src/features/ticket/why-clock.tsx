import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { ClockMetric, ExplainedClock, Segment, Ticket } from '@switchyard/sdk'
import { explainQuery } from '../../live/explained-clocks.ts'
import { useClock } from '../../ui/clock.ts'
import { Chip } from '../../ui/chip.tsx'
import { nextClock } from '../../ui/sla.ts'
import { SlaChip } from '../../ui/sla-chip.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { clockTime, countedDuration, fullDate, momentText, targetText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'

const shownSegments = 4
const nearShare = 0.75
const markTones = { near: 'bg-near-mark', breach: 'bg-breach-mark', met: 'bg-met-mark', quiet: 'bg-series-1' } as const
type MarkTone = keyof typeof markTones

const lengthMs = (segment: Segment) => Math.max(0, Date.parse(segment.to) - Date.parse(segment.from))

function markTone(clock: ExplainedClock): MarkTone {
  if (clock.state === 'met') return 'met'
  if (clock.state === 'breached' || clock.remainingMs <= 0) return 'breach'
  return clock.elapsedMs >= clock.targetMs * nearShare ? 'near' : 'quiet'
}

/** The clock of a metric that still matters: the last open instance, else the last one. */
function clockToExplain(
  clocks: readonly ExplainedClock[],
  metric: ClockMetric | undefined,
): ExplainedClock | undefined {
  const sorted = clocks
    .filter((clock) => clock.state !== 'not_applicable' && clock.state !== 'cancelled')
    .sort((a, b) => a.instance - b.instance)
  return sorted.findLast((clock) => clock.metric === metric) ?? sorted.at(-1)
}

/** Counted and skipped stretches in order; the empty rest is what is left of the target. */
function SegmentBar({ clock, tone }: { clock: ExplainedClock; tone: MarkTone }) {
  const past = clock.segments.filter((segment) => !segment.isForecast)
  const countedMs = past.filter((segment) => segment.counted).reduce((sum, segment) => sum + lengthMs(segment), 0)
  const skippedMs = past.filter((segment) => !segment.counted).reduce((sum, segment) => sum + lengthMs(segment), 0)
  // Of a target of days only the days to come say how long it is: what is left is drawn by its share.
  const used = Math.min(1, clock.elapsedMs / clock.targetMs)
  const targetMs = clock.unit === 'days' && used > 0 ? countedMs / used : clock.targetMs
  const wholeMs = Math.max(1, Math.max(targetMs, countedMs) + skippedMs)
  const words = t('clock.bar', {
    counted: targetText(clock.elapsedMs, clock.unit),
    target: targetText(clock.targetMs, clock.unit),
    skipped: countedDuration(skippedMs),
  })
  return (
    <div role="img" aria-label={words} className="mb-[9px] flex h-2 gap-px overflow-hidden rounded-full bg-fill">
      {past.map((segment) => (
        <i
          key={segment.from}
          className={`block h-full ${segment.counted ? markTones[tone] : 'hatch'}`}
          style={{ width: `${(100 * lengthMs(segment)) / wholeMs}%` }}
        />
      ))}
    </div>
  )
}

function SegmentRow({ segment, tone }: { segment: Segment; tone: MarkTone }) {
  const words = segment.counted
    ? t('clock.counted', { from: clockTime(segment.from), to: clockTime(segment.to) })
    : t('clock.skipped', { reason: wordFor('skip', segment.reason) })
  return (
    <tr className={segment.counted ? '' : 'text-ink-3'} title={`${fullDate(segment.from)} – ${fullDate(segment.to)}`}>
      <td className="w-[22px] py-1">
        <span
          className={`block size-2.5 rounded-[3px] ${segment.counted ? markTones[tone] : 'hatch shadow-[inset_0_0_0_1px_var(--paused-mark)]'}`}
        />
      </td>
      <td className="py-1">{words}</td>
      <td className="whitespace-nowrap py-1 text-end">{countedDuration(lengthMs(segment))}</td>
    </tr>
  )
}

function Explained({ clock }: { clock: ExplainedClock }) {
  const [isWhole, setWhole] = useState(false)
  const tone = markTone(clock)
  const past = clock.segments.filter((segment) => !segment.isForecast)
  const shown = isWhole ? past : past.slice(-shownSegments)
  const due = clock.dueAt
  return (
    <>
      <SegmentBar clock={clock} tone={tone} />
      <table className="num w-full text-[12px]/[16px]">
        <tbody>
          {shown.map((segment) => (
            <SegmentRow key={segment.from} segment={segment} tone={tone} />
          ))}
          <tr className="font-semibold">
            <td className="border-t border-line-strong" />
            <td className="border-t border-line-strong pt-1.5">
              {due
                ? t('clock.due', {
                    at: momentText(due, Date.parse(clock.asOf ?? due)),
                    metric: wordFor('sla.metric', clock.metric),
                    target: targetText(clock.targetMs, clock.unit),
                  })
                : wordFor('clock.state', clock.state)}
            </td>
            <td className="border-t border-line-strong pt-1.5 text-end">{targetText(clock.elapsedMs, clock.unit)}</td>
          </tr>
        </tbody>
      </table>
      <p className="type-meta mt-2 text-ink-3">
        {t('clock.policy', { policy: clock.policy })}
        {past.length > shownSegments && ' · '}
        {past.length > shownSegments && (
          <button type="button" className="link underline underline-offset-2" onClick={() => setWhole(!isWhole)}>
            {t(isWhole ? 'clock.fewer' : 'clock.every')}
          </button>
        )}
      </p>
    </>
  )
}

/** Why the next clock of a ticket stands where it stands: counted and skipped time that sums to the due instant. */
export function WhyClock({ ticket }: { ticket: Ticket }) {
  const { data, error } = useQuery(explainQuery(ticket.id))
  const next = nextClock(ticket.sla)
  const isRunning = useClock((nowMs) => nowMs > 0)
  const clock = clockToExplain(data?.clocks ?? [], next?.metric)
  return (
    <>
      <h3 className="type-micro mb-[9px] flex min-h-5 items-center gap-1.5 text-ink-3">
        {t('clock.title')}
        <span className="ms-auto">
          {isRunning &&
            (next ? (
              <SlaChip clocks={ticket.sla} />
            ) : (
              clock && <Chip tone={clock.state === 'met' ? 'met' : 'quiet'}>{wordFor('clock.state', clock.state)}</Chip>
            ))}
        </span>
      </h3>
      {error && <ProblemLine error={error} />}
      {!data && !error && <Bones rows={['h-2', 'h-4', 'h-4', 'h-4']} />}
      {data && !clock && <p className="text-ink-3">{t('clock.none')}</p>}
      {clock && <Explained clock={clock} />}
    </>
  )
}
