import { workingDayMs } from '../../core/calendars/index.ts'
import type { ForecastRisk } from './explain-with-risk.ts'

/** The breach risk of a clock as the API writes it, with a sentence that says what it stands on. */
export function presentRisk(risk: ForecastRisk | null) {
  if (risk === null) return null
  const { probability, sample, medianMs, knownUntil } = risk
  const { queue, priority, serviceLine } = risk.stratum
  return {
    probability,
    basis: {
      sample,
      stratum: { queue, priority, serviceLine },
      medianMs,
      knownUntil: new Date(knownUntil).toISOString(),
    },
    text: textOf(risk),
  }
}

function textOf({ probability, sample, medianMs, stratum }: ForecastRisk): string {
  const { queue, priority, serviceLine, unit } = stratum
  const places = [queue, priority, serviceLine].filter((word) => word !== null)
  const alike = places.length === 0 ? 'of this workspace' : `in ${places.join(', ')}`
  const half =
    medianMs === null
      ? 'fewer than half have been seen to end'
      : `half took longer than ${unit === 'days' ? daysText(medianMs) : hoursText(medianMs)}`
  return `${shareText(probability)} likely to be late: of ${sample} ${alike} that had taken as long, ${half}.`
}

/** Neither certainty is ever known. */
function shareText(probability: number): string {
  const percent = Math.round(probability * 100)
  if (percent < 1) return 'Less than 1 %'
  return percent > 99 ? 'More than 99 %' : `About ${percent} %`
}

const daysText = (ms: number) => `${Math.round((ms / workingDayMs) * 10) / 10} working days`

function hoursText(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return `${Math.round(ms / 1000)} s`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
