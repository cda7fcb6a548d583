import type { Installation } from '../../platform/installation.ts'
import { createEventPartitions } from './partition-store.ts'

/** So many months of the event log are always there, so that a missed chore of weeks harms nothing. */
const monthsAhead = 6

/** Makes the partitions of the event log that are still missing. */
export function ensureEventPartitions(installation: Installation): Promise<void> {
  return installation.onGlobalTables((tx) => createEventPartitions(tx, monthsAhead))
}
