import type { EventFeed, EventHeader } from '../modules/events/index.ts'
import { NoWorkflow } from '../modules/workflow/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from '../platform/in-lanes.ts'
import { asError, createLoop } from './loop.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface FeedFollowerOptions {
  readonly installation: Installation
  /** Started before the worker and stopped after it. */
  readonly feed: EventFeed
  readonly log: Log
  readonly figures?: JobFigures
  readonly pollMs?: number
}

/** What is done about the events of a workspace. */
export interface Following {
  /** Its name in the log and in figures. */
  readonly job: string
  readonly types: readonly string[]
  /** Acts on events up to a number of the log, each once; false when there may be more. */
  readonly follow: (context: Context, to: { upTo: number }) => Promise<boolean>
}

const workspacesAtOnce = 4
const restAfterFailureMs = 1_000
/** A single event is acted on at once; those that come in a stream are read together. */
const gatherMs = 200

/**
 * Acts on events in every workspace; what was missed while no worker ran is looked at when one starts. How often an event
 * is acted on is the verb's business: once (architecture.md, How it runs).
 */
export function createFeedFollower(options: FeedFollowerOptions, following: Following): Worker {
  const { installation, feed, log, figures = noFigures } = options
  const { job, follow } = following
  const types: ReadonlySet<string> = new Set(following.types)
  const book = createWorkspaceBook(installation)
  const waiting = new Set<string>()
  let isCaughtUp = false
  let isEnding = false
  let unsubscribe = () => {}

  function hear(headers: readonly EventHeader[]): void {
    for (const { type, workspaceId } of headers) if (types.has(type)) waiting.add(workspaceId)
    if (waiting.size > 0) loop.wake()
  }

  async function turn(): Promise<number | undefined> {
    if (!isCaughtUp) for (const { workspace } of await book.everyContext()) waiting.add(workspace.id)
    isCaughtUp = true
    const due = [...waiting]
    waiting.clear()
    let hasFailed = false
    await inLanes(due, workspacesAtOnce, async (workspaceId) => {
      if (await serve(workspaceId)) return
      waiting.add(workspaceId)
      hasFailed = true
    })
    return hasFailed ? restAfterFailureMs : undefined
  }

  /** False when it failed and is to be tried again. */
  async function serve(workspaceId: string): Promise<boolean> {
    try {
      const context = await book.contextOf(workspaceId)
      if (context !== null) await followAll(context)
      return true
    } catch (error) {
      // Before the first publication nothing asks for anything; what has happened until then is read with what comes.
      if (error instanceof NoWorkflow) return true
      figures.jobFailed(job)
      log.warn('job.failed', { job, workspaceId, error: asError(error) })
      return false
    }
  }

  /** What a stop leaves is found by the place reached in the log. */
  async function followAll(context: Context): Promise<void> {
    const upTo = feed.mark()
    let isDone = false
    while (!isDone && !isEnding) isDone = await follow(context, { upTo })
  }

  const loop = createLoop({ name: job, turn, pollMs: options.pollMs ?? 5_000, gatherMs, log })
  return {
    start: () => {
      unsubscribe = feed.subscribe(hear)
      loop.start()
    },
    wake: loop.wake,
    stop: async (limitMs) => {
      unsubscribe()
      isEnding = true
      await loop.stop(limitMs)
    },
  }
}
