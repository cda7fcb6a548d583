import { dayMs } from './day.ts'
import { zoneOf } from './zone.ts'

/** The instant (ms) at which the local day of an instant began in an IANA zone. */
export function startOfDay(zoneName: string, at: number): number {
  const zone = zoneOf(zoneName)
  return zone.instantOf(Math.floor(zone.wallOf(at) / dayMs) * dayMs)
}
