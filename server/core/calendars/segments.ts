import type { Calendar } from './calendar.ts'
import { dayMs } from './day.ts'
import type { Span } from './open-spans.ts'
import { hoursAt, nextOpenSpan } from './open-spans.ts'
import { zoneOf } from './zone.ts'

/** A stretch of time and whether it counted: `open`, or skipped because `closed`, `holiday` or `paused`. */
export interface Segment {
  readonly from: number
  readonly to: number
  readonly counted: boolean
  readonly reason: 'open' | 'closed' | 'holiday' | 'paused'
}

/** Cuts a span into counted and skipped segments without a hole. `pauses` are in order and do not overlap. */
export function explainSpan(calendar: Calendar, span: Span, pauses: readonly Span[] = []): readonly Segment[] {
  const segments: Segment[] = []
  let cursor = span.from
  while (cursor < span.to) {
    const open = nextOpenSpan(calendar, cursor)
    pushClosed(segments, calendar, { from: cursor, to: Math.min(open.from, span.to) })
    pushOpen(segments, { from: Math.max(open.from, cursor), to: Math.min(open.to, span.to) }, pauses)
    cursor = Math.min(open.to, span.to)
  }
  return segments
}

function pushOpen(segments: Segment[], open: Span, pauses: readonly Span[]): void {
  let cursor = open.from
  for (const pause of pauses) {
    if (pause.to <= cursor || pause.from >= open.to) continue
    push(segments, { from: cursor, to: Math.max(cursor, pause.from), counted: true, reason: 'open' })
    cursor = Math.min(pause.to, open.to)
    push(segments, { from: Math.max(open.from, pause.from), to: cursor, counted: false, reason: 'paused' })
  }
  push(segments, { from: cursor, to: open.to, counted: true, reason: 'open' })
}

/** Whole holidays, of the calendar and of the one it is within, are named apart from the hours that are closed every week. */
function pushClosed(segments: Segment[], calendar: Calendar, gap: Span): void {
  for (let cursor = gap.from; cursor < gap.to;) {
    const hours = hoursAt(calendar, cursor)
    const days = [hours, ...(hours.within === undefined ? [] : [hours.within])].map((one) => localDayOf(one, cursor))
    const to = Math.min(gap.to, ...days.flatMap(({ midnight }) => (midnight > cursor ? [midnight] : [])))
    const isHoliday = days.some((day) => day.isHoliday)
    push(segments, { from: cursor, to, counted: false, reason: isHoliday ? 'holiday' : 'closed' })
    cursor = to
  }
}

/** Whether the local day of an instant is a holiday, and when it ends. */
function localDayOf({ zone: name, holidays }: Calendar, at: number): { isHoliday: boolean; midnight: number } {
  const zone = zoneOf(name)
  const day = Math.floor(zone.wallOf(at) / dayMs)
  return { isHoliday: holidays.has(day), midnight: zone.instantOf((day + 1) * dayMs) }
}

function push(segments: Segment[], segment: Segment): void {
  if (segment.from >= segment.to) return
  const last = segments.at(-1)
  if (last !== undefined && last.reason === segment.reason && last.to === segment.from) {
    segments[segments.length - 1] = { ...last, to: segment.to }
  } else {
    segments.push(segment)
  }
}
