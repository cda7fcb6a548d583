/** A time at the desk, as how long before now it began and ended. */
export interface Shift {
  readonly fromAgoMs: number
  readonly toAgoMs: number
}

const minuteMs = 60_000
/** Whoever does nothing for longer is off meanwhile. */
const longestPauseMs = 180 * minuteMs
/** Somebody is there for a while before the first thing done, and after the last one. */
const aroundMs = 45 * minuteMs

/**
 * When somebody was at the desk who did something so long ago each time, in whatever order: the earliest first, apart from
 * each other, and over by now.
 */
export function planShifts(actsAgoMs: readonly number[]): Shift[] {
  const spans: { from: number; to: number }[] = []
  for (const agoMs of actsAgoMs.toSorted((one, other) => other - one)) {
    const last = spans.at(-1)
    if (last !== undefined && last.to - agoMs <= longestPauseMs) last.to = agoMs
    else spans.push({ from: agoMs, to: agoMs })
  }
  return spans.map(({ from, to }) => ({ fromAgoMs: from + aroundMs, toAgoMs: Math.max(0, to - aroundMs) }))
}
