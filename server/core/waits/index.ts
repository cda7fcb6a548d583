export type * from './types.ts'
export { estimateWait } from './estimate-wait.ts'
export { sampleQuantile } from './quantiles.ts'
export { waitBucket, type WaitCounts, waitGrowth, waitQuantile } from './wait-buckets.ts'
