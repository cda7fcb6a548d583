import type { Overtaking, WaitHistory } from './types.ts'

/**
 * How readily customers give up, per ms of waiting: those who did over all the time that anybody waited (the maximum
 * likelihood estimate for exponential patience under censoring). Looks as far back as `served` reaches.
 */
export function leavingRate({ served, left }: WaitHistory, waitingMs: number): number {
  const since = served[0]?.offeredAt ?? -Infinity
  const gone = left.filter((one) => one.endedAt >= since)
  let waitedMs = waitingMs
  for (const { enteredAt, offeredAt } of served) waitedMs += Math.max(0, offeredAt - enteredAt)
  for (const { enteredAt, endedAt } of gone) waitedMs += Math.max(0, endedAt - enteredAt)
  return waitedMs <= 0 ? 0 : gone.length / waitedMs
}

/**
 * Mean time in ms until a task has been taken that `position` - 1 others go before: the queue ahead of it drains at
 * `rate`, every one ahead may leave at rate `leaving`, and newcomers of higher classes go before it for as long as its
 * own age does not outrank them. x' = overtaking - rate - leaving x, solved piece by piece (the fluid limit of
 * W. Whitt, "Predicting queueing delays", Management Science 45 (1999) 870-888). Null = it never drains.
 */
export function drainMs(
  position: number,
  rate: number,
  { leaving, overtaking }: { leaving: number; overtaking: readonly Overtaking[] },
): number | null {
  let ahead = position
  let from = 0
  const ends = [...new Set(overtaking.map((one) => one.forMs).filter((end) => end > 0)), Infinity]
  for (const end of ends.toSorted((one, other) => one - other)) {
    const joining = overtaking.reduce((sum, one) => (one.forMs >= end ? sum + one.rate : sum), 0)
    const net = rate - joining
    const lengthMs = end - from
    const neededMs = emptiedAfterMs(ahead, net, leaving)
    if (neededMs <= lengthMs) return neededMs === Infinity ? null : from + neededMs
    ahead =
      leaving === 0 ? ahead - net * lengthMs : (ahead + net / leaving) * Math.exp(-leaving * lengthMs) - net / leaving
    from = end
  }
  return null
}

function emptiedAfterMs(ahead: number, net: number, leaving: number): number {
  if (net <= 0) return Infinity
  return leaving === 0 ? ahead / net : Math.log1p((leaving * ahead) / net) / leaving
}
