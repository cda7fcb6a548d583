import { fanOutEvents, findWorkspacesToFanOut } from '../modules/deliveries/index.ts'
import type { EventFeed } from '../modules/events/index.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from './lanes.ts'
import { asError, createLoop } from './loop.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface FanOutWorkerOptions {
  readonly installation: Installation
  readonly relay: Relay
  readonly feed: Pick<EventFeed, 'mark' | 'subscribe'>
  readonly log: Log
  readonly figures?: JobFigures
  readonly pollMs?: number
}

const workspacesAtOnce = 4
/** Events that pass the horizon within this time are made into deliveries together. */
const gatherMs = 10

/**
 * Makes the events of all workspaces into deliveries for their subscriptions, in the order of the feed. Woken by the
 * feed of this process; otherwise it looks every 500 ms. A workspace without subscriptions costs nothing but the look.
 */
export function createFanOutWorker(options: FanOutWorkerOptions): Worker {
  const { installation, relay, feed, log, figures = noFigures, pollMs = 500 } = options
  const book = createWorkspaceBook(installation)
  let ignoreFeed = () => {}

  async function turn(): Promise<undefined> {
    // Read before the transactions begin: each of them then sees every event up to it.
    const upTo = feed.mark()
    const behind = await relay.read((tx) => findWorkspacesToFanOut(tx, upTo))
    await inLanes(behind, workspacesAtOnce, (workspaceId) => fanOutIn(workspaceId, upTo))
  }

  async function fanOutIn(workspaceId: string, upTo: number): Promise<void> {
    try {
      const context = await book.contextOf(workspaceId)
      // One step a turn, so that a backlog in one workspace keeps no other waiting.
      if (context !== null && (await fanOutEvents(context, { upTo }))) loop.wake()
    } catch (error) {
      figures.jobFailed('webhooks.fan-out')
      log.warn('job.failed', { job: 'webhooks.fan-out', workspaceId, error: asError(error) })
    }
  }

  const loop = createLoop({ name: 'webhooks', turn, pollMs, gatherMs, log })
  return {
    start: () => {
      ignoreFeed = feed.subscribe(loop.wake)
      loop.start()
    },
    wake: loop.wake,
    stop: async (limitMs) => {
      ignoreFeed()
      await loop.stop(limitMs)
    },
  }
}
