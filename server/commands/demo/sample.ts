/** The latest so many times, for their percentiles; a demo may run for days. */
export interface Sample {
  add(ms: number): void
  /** The least time that a share of them does not exceed (nearest rank); null without any. */
  percentile(share: number): number | null
}

export function createSample(keeps = 10_000): Sample {
  const times: number[] = []
  let added = 0
  return {
    add: (ms) => void (times[added++ % keeps] = ms),
    percentile: (share) => {
      const sorted = times.toSorted((a, b) => a - b)
      return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
    },
  }
}
