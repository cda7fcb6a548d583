import {
  type ClaimedTimer,
  findWorkspacesWithDueTimers,
  postponeTimer,
  type TimerKind,
} from '../modules/timers/index.ts'
import type { Context } from '../platform/context.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { asError, createLoop, within } from './loop.ts'
import type { Relay } from './relay.ts'
import { createTimerLanes } from './timer-lanes.ts'
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

/** Fires due timers of all workspaces: each once, however many workers there are (reliability.md 3.10, 3.11). */
export function createTimerWorker(options: TimerWorkerOptions): Worker {
  const { installation, relay, log, figures = noFigures, leaseMs = 10_000 } = options
  const verbs = new Map(Object.entries(options.verbs) as [TimerKind, TimerVerb][])
  const book = createWorkspaceBook(installation)
  const lanes = createTimerLanes({
    kinds: [...verbs.keys()],
    leaseMs,
    fire,
    onClaimFailed: (context, error) => fail('timers', context, error),
  })

  async function turn(): Promise<undefined> {
    const due = await relay.read((tx) => findWorkspacesWithDueTimers(tx))
    for (const { workspaceId } of due) {
      const context = await book.contextOf(workspaceId)
      if (context !== null) lanes.serve(context)
    }
  }

  async function fire(context: Context, timer: ClaimedTimer): Promise<void> {
    const job = `timer ${timer.kind}`
    const latenessMs = context.now() - timer.dueAt
    try {
      await verbs.get(timer.kind)?.(context, timer)
      figures.timerFired(timer.kind, latenessMs)
    } catch (error) {
      fail(job, context, error)
      // Where even that fails, it comes again when its lease ends.
      await context
        .transaction((tx) => postponeTimer(tx, context.workspace.id, timer))
        .catch((failure: unknown) => fail(job, context, failure))
    }
  }

  function fail(job: string, context: Context, error: unknown): void {
    figures.jobFailed(job)
    log.warn('job.failed', { job, workspaceId: context.workspace.id, error: asError(error) })
  }

  const loop = createLoop({ name: 'timers', turn, pollMs: options.pollMs ?? 250, log })
  return {
    start: loop.start,
    wake: loop.wake,
    stop: async (limitMs) => {
      const ended = lanes.end()
      await loop.stop(limitMs)
      await within(limitMs, ended)
    },
  }
}
