import type { EventFeed } from '../modules/events/index.ts'
import type { Context, Tx } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from '../platform/in-lanes.ts'
import { asError, createLoop } from './loop.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface LogReaderOptions {
  readonly installation: Installation
  readonly relay: Relay
  readonly feed: Pick<EventFeed, 'mark' | 'subscribe'>
  readonly log: Log
  readonly figures?: JobFigures
  readonly pollMs?: number
}

/** What is made of the log of every workspace, by a place of its own that the database keeps. */
export interface Reading {
  /** Of the loop. */
  readonly name: string
  /** In the log and in figures. */
  readonly job: string
  readonly workspacesAtOnce: number
  /** Events that pass the horizon within this time are read together. */
  readonly gatherMs: number
  /** How often it looks when nobody wakes it. */
  readonly pollMs: number
  /** Workspaces that are behind this number of the log. */
  readonly findBehind: (tx: Tx, upTo: number) => Promise<readonly string[]>
  /** Reads a step further, up to a number; true when there is more. */
  readonly step: (context: Context, to: { upTo: number }) => Promise<boolean>
}

/** Takes what is made of the log further in all workspaces that are behind; woken by the feed of this process. */
export function createLogReader(options: LogReaderOptions, reading: Reading): Worker {
  const { installation, relay, feed, log, figures = noFigures, pollMs = reading.pollMs } = options
  const { name, job, workspacesAtOnce, gatherMs, findBehind, step } = reading
  const book = createWorkspaceBook(installation)
  let ignoreFeed = () => {}

  async function turn(): Promise<undefined> {
    // Read before the transactions begin: each of them then sees every event up to it.
    const upTo = feed.mark()
    const behind = await relay.read((tx) => findBehind(tx, upTo))
    await inLanes(behind, workspacesAtOnce, (workspaceId) => readIn(workspaceId, upTo))
  }

  async function readIn(workspaceId: string, upTo: number): Promise<void> {
    try {
      const context = await book.contextOf(workspaceId)
      // One step a turn, so that a backlog in one workspace keeps no other waiting.
      if (context !== null && (await step(context, { upTo }))) loop.wake()
    } catch (error) {
      figures.jobFailed(job)
      log.warn('job.failed', { job, workspaceId, error: asError(error) })
    }
  }

  const loop = createLoop({ name, turn, pollMs, gatherMs, log })
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
