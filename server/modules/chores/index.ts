export type { ClaimedChore } from './chore-store.ts'
export { claimDueChores, declareChores, finishChore, postponeChore } from './claim-chores.ts'
export { ensureEventPartitions } from './ensure-event-partitions.ts'
