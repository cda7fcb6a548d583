import type { Calendar } from './calendar.ts'
import type { Span } from './open-spans.ts'
import { isAlwaysOpenFrom, nextOpenSpan } from './open-spans.ts'
import { explainSpan } from './segments.ts'
import type { Segment } from './segments.ts'
import { instantAfter, weightOf } from './working-days.ts'

/** Longest target that is counted: ten years of working time, or as many working days. */
export const longestTargetMs = 3_660 * 86_400_000

/**
 * When a target of working time is used up (helpdesk.md 2.1). A target used up exactly at close is due at close; one of
 * zero outside hours is due at the next opening. By a calendar `inWorkingDays` a target counts `workingDayMs` for a day. Throws a RangeError for a negative or too long target.
 */
export function dueAfter(calendar: Calendar, startMs: number, targetMs: number, pauses: readonly Span[] = []): number {
  if (!(targetMs >= 0 && targetMs <= longestTargetMs))
    throw new RangeError(`A target of ${targetMs} ms cannot be counted.`)
  if (pauses.length === 0 && isAlwaysOpenFrom(calendar, startMs)) return startMs + targetMs

  const holes = joinSpans(pauses)
  let left = targetMs
  for (let cursor = startMs; ;) {
    const open = nextOpenSpan(calendar, cursor)
    const from = Math.max(open.from, cursor)
    const hole = holes.find((pause) => pause.to > from && pause.from < open.to)
    const to = hole === undefined ? open.to : Math.max(from, hole.from)
    const weight = weightOf(open, from, to)
    if (from < to && left <= weight) return instantAfter(open, from, left)
    left -= weight
    cursor = hole === undefined ? to : hole.to
  }
}

/** When a target is used up, and every counted and skipped stretch on the way; the counted ones sum to a target of hours. */
export function addWorkingTime(
  calendar: Calendar,
  startMs: number,
  targetMs: number,
  pauses: readonly Span[] = [],
): { readonly dueAt: number; readonly segments: readonly Segment[] } {
  const dueAt = dueAfter(calendar, startMs, targetMs, pauses)
  return { dueAt, segments: explainSpan(calendar, { from: startMs, to: dueAt }, joinSpans(pauses)) }
}

/** Working ms between two instants, shares of working days by a calendar `inWorkingDays`; 0 when the second is not later. */
export function workingTimeBetween(calendar: Calendar, fromMs: number, toMs: number): number {
  if (toMs <= fromMs) return 0
  if (isAlwaysOpenFrom(calendar, fromMs)) return toMs - fromMs
  let total = 0
  for (let cursor = fromMs; cursor < toMs;) {
    const open = nextOpenSpan(calendar, cursor)
    if (open.from >= toMs) break
    total += weightOf(open, Math.max(open.from, cursor), Math.min(open.to, toMs))
    cursor = open.to
  }
  return total
}

/** In order, without empty ones, overlapping and touching ones joined. */
function joinSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    if (span.from >= span.to) continue
    const last = joined.at(-1)
    if (last !== undefined && span.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else joined.push(span)
  }
  return joined
}
