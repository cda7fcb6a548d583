import { caseTriggerTypes, openTriggeredCases } from '../modules/cases/index.ts'
import { createFeedFollower, type FeedFollowerOptions } from './feed-follower.ts'
import type { Worker } from './worker.ts'

/** Opens the cases that events ask for, in every workspace. */
export function createCaseTriggers(options: FeedFollowerOptions): Worker {
  return createFeedFollower(options, { job: 'case triggers', types: caseTriggerTypes, follow: openTriggeredCases })
}
