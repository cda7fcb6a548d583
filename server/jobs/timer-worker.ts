import {
  type ClaimedTimer,
  claimTimers,
  findWorkspacesWithDueTimers,
  postponeTimer,
  type TimerKind,
} from '../modules/timers/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from './lanes.ts'
import { asError, createLoop, within } from './loop.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

/**
 * Does what a timer of one kind is for. It takes the timer (`takeTimer`) in the transaction of its work, so that of two
 * workers one does it, and gives false when there was nothing left to do.
 */
export type TimerVerb = (context: Context, timer: ClaimedTimer) => Promise<unknown>

export interface TimerWorkerOptions {
  readonly installation: Installation
  readonly relay: Relay
  /** The verb of each kind; timers of other kinds are left to other processes. */
  readonly verbs: Partial<Record<TimerKind, TimerVerb>>
  readonly log: Log
  readonly figures?: JobFigures
  readonly pollMs?: number
  /** Longer than the work of a timer takes; were it not, the slower one would find its epoch gone. */
  readonly leaseMs?: number
}

/** Timers of one workspace that are claimed together: so many wait for the end of a lease when a process dies. */
const claimedTogether = 50
/** Due timers one look covers; they may all be of one workspace. */
const seenATurn = 500
/** A workspace whose timers take long holds one of these places and delays nobody else. */
const workspacesAtOnce = 4
const timersAtOnce = 4

/** Fires due timers of all workspaces: each once, however many workers there are (reliability.md 3.10, 3.11). */
export function createTimerWorker(options: TimerWorkerOptions): Worker {
  const { installation, relay, log, figures = noFigures, leaseMs = 10_000 } = options
  const verbs = new Map(Object.entries(options.verbs) as [TimerKind, TimerVerb][])
  const book = createWorkspaceBook(installation)
  const serving = new Map<string, Promise<void>>()
  let isStopping = false

  async function turn(): Promise<undefined> {
    const due = await relay.read((tx) => findWorkspacesWithDueTimers(tx, seenATurn))
    for (const { workspaceId } of due) {
      if (serving.size >= workspacesAtOnce || serving.has(workspaceId)) continue
      serving.set(workspaceId, serve(workspaceId))
    }
  }

  async function serve(workspaceId: string): Promise<void> {
    try {
      const context = await book.contextOf(workspaceId)
      const claimed = context === null ? 0 : await fireDue(context)
      if (claimed > 0) loop.wake()
    } catch (error) {
      figures.jobFailed('timers')
      log.warn('job.failed', { job: 'timers', workspaceId, error: asError(error) })
    } finally {
      serving.delete(workspaceId)
    }
  }

  async function fireDue(context: Context): Promise<number> {
    const claim = {
      kinds: [...verbs.keys()],
      limit: claimedTogether,
      leaseMs,
      aheadMs: context.workspace.clockOffsetMs,
    }
    const claimed = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
    const inOrder = claimed.toSorted((a, b) => a.dueAt - b.dueAt)
    // What is left at a stop is due again when its lease ends.
    await inLanes(inOrder, timersAtOnce, async (timer) => {
      if (!isStopping) await fire(context, timer)
    })
    return claimed.length
  }

  async function fire(context: Context, timer: ClaimedTimer): Promise<void> {
    const latenessMs = context.now() - timer.dueAt
    try {
      await verbs.get(timer.kind)?.(context, timer)
      figures.timerFired(timer.kind, latenessMs)
    } catch (error) {
      figures.jobFailed(`timer ${timer.kind}`)
      log.warn('job.failed', { job: `timer ${timer.kind}`, workspaceId: context.workspace.id, error: asError(error) })
      await context.transaction((tx) => postponeTimer(tx, context.workspace.id, timer))
    }
  }

  const loop = createLoop({ name: 'timers', turn, pollMs: options.pollMs ?? 250, log })
  return {
    start: loop.start,
    wake: loop.wake,
    stop: async (limitMs) => {
      isStopping = true
      await loop.stop(limitMs)
      await within(limitMs, Promise.all(serving.values()))
    },
  }
}
