import { automationTypes, followEvents } from '../modules/automations/index.ts'
import { createFeedFollower, type FeedFollowerOptions } from './feed-follower.ts'
import type { Worker } from './worker.ts'

/** Lets automations act on events, in every workspace; what time asks for is the timer worker's. */
export function createAutomationWorker(options: FeedFollowerOptions): Worker {
  return createFeedFollower(options, { job: 'automations', types: automationTypes, follow: followEvents })
}
