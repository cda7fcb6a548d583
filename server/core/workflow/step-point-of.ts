import { pointAtOffset, pointAtPercent, type StepPoint } from '../clocks/step-point.ts'
import { durationMs } from './duration.ts'

/** Where a step is taken that is written as `75` (per cent of the target), `15m before` or `30m after`. */
export function stepPointOf(written: number | string): StepPoint {
  if (typeof written === 'number') return pointAtPercent(written)
  const offsetMs = durationMs(lengthOfOffset(written)) ?? 0
  return pointAtOffset(written.endsWith(' before') ? -offsetMs : offsetMs)
}

/** The duration in `15m before`. */
export function lengthOfOffset(written: string): string {
  return written.slice(0, written.indexOf(' '))
}
