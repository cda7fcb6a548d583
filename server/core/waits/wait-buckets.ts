/** Counts of waits by bucket; buckets grow by 2 %, so that a quantile is true to 1 % however many waits there are. */
export type WaitCounts = Readonly<Record<string, number>>

/** How much wider a bucket is than the one before it. */
export const waitGrowth = 1.02

/** The bucket of a wait (ms). The database computes the same: `floor(ln(ms + 1) / ln(1.02))`. */
export function waitBucket(waitedMs: number): number {
  return Math.floor(Math.log(Math.max(0, waitedMs) + 1) / Math.log(waitGrowth))
}

/** The wait (ms) that this share of the counted waits does not exceed, true to 1 %; null = none was counted. */
export function waitQuantile(counts: WaitCounts, share: number): number | null {
  const buckets = Object.entries(counts)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .toSorted(([one], [other]) => one - other)
  let left = share * buckets.reduce((sum, [, count]) => sum + count, 0)
  for (const [bucket, count] of buckets) {
    left -= count
    if (left <= 0) return Math.round(waitGrowth ** (bucket + 0.5) - 1)
  }
  return null
}
