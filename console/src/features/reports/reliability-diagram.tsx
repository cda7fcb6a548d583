import type { ForecastReport } from '@switchyard/sdk'
import { wholeShare } from '../../ui/figure-text.ts'
import { said } from './forecast-words.ts'

type Bin = ForecastReport['metrics'][number]['bins'][number]

const [width, height] = [200, 100]
const x = (share: number) => width * share
const y = (share: number) => height * (1 - share)

/** A dot stays round however the picture is stretched: it is the end of a line without length. */
function Point({ predicted, observed, ci95 }: { predicted: number; observed: number; ci95: Bin['ci95'] }) {
  return (
    <>
      {ci95 !== null && (
        <path
          d={`M${x(predicted)} ${y(ci95.low)}V${y(ci95.high)}`}
          stroke="var(--series-1)"
          strokeOpacity="0.45"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      )}
      <path
        d={`M${x(predicted)} ${y(observed)}h0`}
        stroke="var(--series-1)"
        strokeWidth="8"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </>
  )
}

/** Of each tenth of the probabilities what was predicted, across, and what came of it, upwards; right is the dashed line. */
export function ReliabilityDiagram({ bins }: { bins: readonly Bin[] }) {
  const points = bins.flatMap(({ predicted, observed, ci95 }) =>
    predicted === null || observed === null ? [] : [{ predicted, observed, ci95 }],
  )
  const words = points.map(({ predicted, observed }) =>
    said('point', { predicted: wholeShare(predicted), observed: wholeShare(observed) }),
  )
  return (
    <div className="type-meta num text-ink-3">
      <div className="flex gap-2">
        <div aria-hidden="true" className="flex w-9 flex-none flex-col justify-between text-end">
          {[1, 0.5, 0].map((share) => (
            <span key={share}>{wholeShare(share)}</span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={said('diagram', { points: words.join('; ') })}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="my-2 block h-40 min-w-0 flex-1 overflow-visible"
        >
          {[0, 0.5, 1].map((share) => (
            <path key={share} d={`M0 ${y(share)}H${width}`} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
          ))}
          <path
            d={`M0 ${height}L${width} 0`}
            stroke="var(--series-expected)"
            strokeDasharray="3 3"
            strokeWidth="1.25"
            vectorEffect="non-scaling-stroke"
          />
          {points.map((point) => (
            <Point key={point.predicted} {...point} />
          ))}
        </svg>
      </div>
      <div aria-hidden="true" className="flex justify-between ps-11">
        <span>{wholeShare(0)}</span>
        <span>{said('predicted')}</span>
        <span>{wholeShare(1)}</span>
      </div>
    </div>
  )
}
