import { useState } from 'react'
import { countText } from '../../ui/figure-text.ts'
import { language } from '../../ui/words/words.ts'
import { areaPath, chartHeight, chartWidth, linePath, niceTop, xOf, yOf } from './line-shape.ts'
import type { Series } from './line-shape.ts'

const strokes: Record<Series['look'], { color: string; dash?: string }> = {
  first: { color: 'var(--series-1)' },
  second: { color: 'var(--series-2)' },
  before: { color: 'var(--series-expected)', dash: '3 3' },
}

export const dayText = (day: string) =>
  new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day))

interface LineChartProps {
  /** What it shows, in a sentence. */
  label: string
  days: readonly string[]
  series: readonly Series[]
  hasArea?: boolean
}

function Key({ series, index }: { series: readonly Series[]; index: number | null }) {
  return (
    <ul className="type-meta num flex flex-wrap gap-x-4 gap-y-1 text-ink-2">
      {series.map(({ id, label, values, look }) => (
        <li key={id} className="flex items-center gap-1.5">
          <svg width="18" height="8" aria-hidden="true">
            <path d="M0 4h18" stroke={strokes[look].color} strokeWidth="1.75" strokeDasharray={strokes[look].dash} />
          </svg>
          {label}
          {index !== null && (
            <b className="font-semibold text-ink">{values[index] == null ? '–' : countText(values[index])}</b>
          )}
        </li>
      ))}
    </ul>
  )
}

function Lines({ series, top, hasArea }: { series: readonly Series[]; top: number; hasArea: boolean }) {
  const [first] = series
  return (
    <>
      {hasArea && first !== undefined && (
        <path
          d={areaPath(
            first.values.map((value) => value ?? 0),
            top,
          )}
          style={{ fill: 'var(--series-fill)' }}
        />
      )}
      {series.toReversed().map(({ id, values, look }) => (
        <path
          key={id}
          d={linePath(values, top)}
          fill="none"
          stroke={strokes[look].color}
          strokeWidth={look === 'before' ? 1.25 : 1.75}
          strokeDasharray={strokes[look].dash}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </>
  )
}

interface PlotProps {
  series: readonly Series[]
  top: number
  hasArea: boolean
  /** Where the day that is read stands. */
  read: number | null
}

function Plot({ series, top, hasArea, read }: PlotProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${chartWidth} ${chartHeight}`}
      preserveAspectRatio="none"
      className="block h-40 w-full overflow-visible"
    >
      {[0, 0.5, 1].map((share) => (
        <path
          key={share}
          d={`M0 ${chartHeight * share}H${chartWidth}`}
          stroke="var(--line)"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <Lines series={series} top={top} hasArea={hasArea} />
      {read !== null && (
        <path
          d={`M${read} 0V${chartHeight}`}
          stroke="var(--ink-3)"
          strokeDasharray="2 2"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  )
}

/** Days on a line from zero; pointer and arrow keys read one day, and say it. */
export function LineChart({ label, days, series, hasArea = false }: LineChartProps) {
  const [index, read] = useState<number | null>(null)
  const top = niceTop(Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))))
  const last = days.length - 1
  const move = (step: number) => read(Math.min(last, Math.max(0, (index ?? (step > 0 ? -1 : last + 1)) + step)))
  const day = index === null ? undefined : days[index]
  return (
    <div className="px-3.5 pb-3 pt-2.5">
      <div className="mb-2 flex min-h-5 items-baseline justify-between gap-3" aria-live="polite">
        <Key series={series} index={index} />
        <span className="type-meta num whitespace-nowrap text-ink-3">{day === undefined ? '' : dayText(day)}</span>
      </div>
      <div
        role="img"
        aria-label={label}
        tabIndex={0}
        className="relative rounded-chip"
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
          if (step === 0) return
          event.preventDefault()
          move(step)
        }}
        onBlur={() => read(null)}
        onPointerLeave={() => read(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          read(Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * last))
        }}
      >
        <Plot series={series} top={top} hasArea={hasArea} read={index === null ? null : xOf(index, days.length)} />
        {[top, top / 2].map((value) => (
          <span
            key={value}
            aria-hidden="true"
            className="type-meta num pointer-events-none absolute start-0 bg-surface/80 pe-1 text-ink-3"
            style={{ top: `calc(${(100 * yOf(value, top)) / chartHeight}% + 1px)` }}
          >
            {countText(value)}
          </span>
        ))}
      </div>
      <div aria-hidden="true" className="type-meta num mt-1 flex justify-between text-ink-3">
        <span>{days[0] && dayText(days[0])}</span>
        <span>{days.length > 1 && days[last] ? dayText(days[last]) : ''}</span>
      </div>
    </div>
  )
}
