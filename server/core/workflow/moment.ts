import { zoneOf } from '../calendars/zone.ts'

/** Epoch ms of `2026-03-06T19:40` on the zone's wall clock, or of a moment with its own offset. Throws for no real date. */
export function momentMs(text: string, zone: string): number {
  if (/(?:Z|[+-]\d{2}:\d{2})$/u.test(text)) return Temporal.Instant.from(text).epochMilliseconds
  const wall = Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime('UTC').epochMilliseconds
  return zoneOf(zone).instantOf(wall)
}

/** Wall clock of an instant in a zone, as `2026-03-06T19:40` with seconds only where there are some. */
export function momentText(epochMs: number, zone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(zoneOf(zone).wallOf(epochMs)).toString().slice(0, -1)
  return wall.replace(/:00$/u, '')
}
