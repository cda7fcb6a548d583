import { mailEventTypes, writeMails } from '../modules/mail/index.ts'
import { createFeedFollower, type FeedFollowerOptions } from './feed-follower.ts'
import type { Worker } from './worker.ts'

/** Writes the mails that events ask for, in every workspace. */
export function createMailWriter(options: FeedFollowerOptions): Worker {
  return createFeedFollower(options, { job: 'mail writer', types: mailEventTypes, follow: writeMails })
}
