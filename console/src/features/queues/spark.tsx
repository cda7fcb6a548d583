import type { QueueFigures } from '@switchyard/sdk'
import { now } from '../../ui/clock.ts'
import { t } from '../../ui/words/words.ts'
import { arrivalsByNow, sparkOf } from './arrivals.ts'

/** What a sparkline says, in a sentence. */
function sparkWords(hours: QueueFigures['today']['hours']): string {
  const { arrived, expected } = arrivalsByNow(hours, now())
  return expected === null ? t('spark.uncompared', { arrived }) : t('spark.compared', { arrived, expected })
}

/** Arrivals of the day against what was to be expected. */
export function Spark({ hours, className = '' }: { hours: QueueFigures['today']['hours']; className?: string }) {
  const spark = sparkOf(hours)
  const words = sparkWords(hours)
  return (
    <svg
      role="img"
      aria-label={words}
      viewBox="0 0 120 34"
      preserveAspectRatio="none"
      className={`block w-full overflow-visible ${className}`}
    >
      <title>{words}</title>
      {spark === null ? (
        <path d="M0 33.5H120" className="stroke-line" vectorEffect="non-scaling-stroke" />
      ) : (
        <>
          <path d={spark.area} style={{ fill: 'var(--series-fill)' }} />
          {spark.expected && (
            <path
              d={spark.expected}
              fill="none"
              stroke="var(--series-expected)"
              strokeWidth={1.25}
              strokeDasharray="2 3"
              vectorEffect="non-scaling-stroke"
            />
          )}
          <path
            d={spark.arrived}
            fill="none"
            stroke="var(--series-1)"
            strokeWidth={1.5}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  )
}

/** Which line is which; what is not known yet says so. */
export function SparkKey({ isExpectedKnown }: { isExpectedKnown: boolean }) {
  return (
    <span className="type-meta flex items-center gap-3.5 whitespace-nowrap text-ink-2">
      <span className="flex items-center gap-1.5">
        <svg width="18" height="8" aria-hidden="true">
          <path d="M0 4h18" stroke="var(--series-1)" strokeWidth="1.75" />
        </svg>
        {t('spark.arrivals')}
      </span>
      <span className="flex items-center gap-1.5">
        <svg width="18" height="8" aria-hidden="true">
          <path d="M0 4h18" stroke="var(--series-expected)" strokeWidth="1.5" strokeDasharray="2 3" />
        </svg>
        {t(isExpectedKnown ? 'spark.expected' : 'spark.unknown')}
      </span>
    </span>
  )
}
