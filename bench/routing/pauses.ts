/**
 * The collector's longest pause of a process in a time, from what `--trace-gc` wrote; its lines carry ms since the
 * process began. `startedAt`, `from` and `to` in epoch ms.
 */
export function longestPauseMs(log: string, startedAt: number, { from, to }: { from: number; to: number }): number {
  const pauses = [...log.matchAll(/^\[\d+:\w+\]\s+(\d+) ms: .*? ([\d.]+) \/ [\d.]+ ms/gm)]
  const within = pauses.flatMap(([, at, ms]) => {
    const instant = startedAt + Number(at)
    return instant >= from && instant < to ? [Number(ms)] : []
  })
  return Math.max(0, ...within)
}
