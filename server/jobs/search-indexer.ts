import type { EventFeed } from '../modules/events/index.ts'
import { findWorkspacesToIndex, indexEvents } from '../modules/search/index.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from './lanes.ts'
import { asError, createLoop } from './loop.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface SearchIndexerOptions {
  readonly installation: Installation
  readonly relay: Relay
  readonly feed: Pick<EventFeed, 'mark' | 'subscribe'>
  readonly log: Log
  readonly figures?: JobFigures
  readonly pollMs?: number
}

const workspacesAtOnce = 2
/** Events that pass the horizon within this time are one batch: a new ticket's events come together. */
const gatherMs = 150

/**
 * Keeps the documents that search reads up with the events of all workspaces, and takes rebuilds further. Woken by the
 * feed of this process; otherwise it looks every second.
 */
export function createSearchIndexer(options: SearchIndexerOptions): Worker {
  const { installation, relay, feed, log, figures = noFigures, pollMs = 1_000 } = options
  const book = createWorkspaceBook(installation)
  let ignoreFeed = () => {}

  async function turn(): Promise<undefined> {
    // Read before the transactions begin: each of them then sees every event up to it.
    const upTo = feed.mark()
    const behind = await relay.read((tx) => findWorkspacesToIndex(tx, upTo))
    await inLanes(behind, workspacesAtOnce, (workspaceId) => indexIn(workspaceId, upTo))
  }

  async function indexIn(workspaceId: string, upTo: number): Promise<void> {
    try {
      const context = await book.contextOf(workspaceId)
      // One step a turn, so that a rebuild in one workspace keeps no other waiting.
      if (context !== null && (await indexEvents(context, { upTo })).hasMore) loop.wake()
    } catch (error) {
      figures.jobFailed('search.index')
      log.warn('job.failed', { job: 'search.index', workspaceId, error: asError(error) })
    }
  }

  const loop = createLoop({ name: 'search', turn, pollMs, gatherMs, log })
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
