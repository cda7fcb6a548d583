import { onEventsAnnounced } from '../modules/events/index.ts'
import type { Context, Tx } from '../platform/context.ts'
import { inLanes } from '../platform/in-lanes.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { JobFigures } from './job-figures.ts'
import { asError, createLoop } from './loop.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

/** What a claim shares the process with. */
export interface Beside {
  /** What other claims of this turn may take. */
  readonly reserved: number
  /** In how many workspaces something is due, this one included. */
  readonly workspaces: number
}

/** What is claimed, and how much of it this process may have at once. */
export interface Claiming {
  /** Of the loop, and of what is told when a claim fails. */
  readonly name: string
  readonly job: Parameters<JobFigures['jobFailed']>[0]
  readonly findDue: (tx: Tx) => Promise<readonly string[]>
  readonly findNextDueInMs: (tx: Tx) => Promise<number | null>
  /**
   * How much one workspace may claim now, one of so many in which something is due, beside what others have reserved; 0 or
   * less = it waits for room.
   */
  readonly room: (beside: Beside) => number
  /** Claims so much in a workspace and sets it going. */
  readonly claim: (context: Context, limit: number, beside: Beside) => Promise<void>
  /** How many workspaces are asked at once. */
  readonly lanes: () => number
  /** How long nothing is claimed at all. */
  readonly restLeftMs?: () => number
  /** Ends what is under way. */
  readonly end: (limitMs: number) => Promise<void>
}

export interface ClaimingOptions {
  readonly installation: Installation
  readonly relay: Relay
  readonly log: Log
  readonly figures: JobFigures
  readonly pollMs: number
  readonly gatherMs: number | (() => number)
}

/**
 * Claims what is due in all workspaces and sends it on its way. Woken by commits of this process; otherwise it looks every
 * `pollMs`, and when the next comes due. Another workspace is the first each turn, so none is kept waiting for ever.
 */
export function createClaimingWorker(options: ClaimingOptions, claiming: Claiming): Worker {
  const { installation, relay, log, figures, pollMs, gatherMs } = options
  const { name, job, room, lanes } = claiming
  const book = createWorkspaceBook(installation)
  let reserved = 0
  let turns = 0
  let isStopping = false
  let ignoreEvents = () => {}

  async function turn(): Promise<number | undefined> {
    const restLeftMs = claiming.restLeftMs?.() ?? 0
    if (restLeftMs > 0) return restLeftMs
    const [due, nextDueInMs] = await relay.read((tx) =>
      Promise.all([claiming.findDue(tx), claiming.findNextDueInMs(tx)]),
    )
    turns += 1
    await inLanes(rotated(due, turns), lanes(), (workspaceId) => claimIn(workspaceId, due.length))
    return nextDueInMs === null ? pollMs : Math.min(pollMs, nextDueInMs + 1)
  }

  async function claimIn(workspaceId: string, workspaces: number): Promise<void> {
    const beside = { reserved, workspaces }
    // A workspace that finds no room waits for something to land, and is asked earlier in a later turn.
    const limit = room(beside)
    if (limit <= 0 || isStopping) return
    reserved += limit
    try {
      const context = await book.contextOf(workspaceId)
      if (context !== null) await claiming.claim(context, limit, beside)
    } catch (error) {
      figures.jobFailed(job)
      log.warn('job.failed', { job, workspaceId, error: asError(error) })
    } finally {
      reserved -= limit
    }
  }

  const loop = createLoop({ name, turn, pollMs, gatherMs, log })
  return {
    start: () => {
      ignoreEvents = onEventsAnnounced(installation.memory, loop.wake)
      loop.start()
    },
    wake: loop.wake,
    stop: async (limitMs) => {
      isStopping = true
      ignoreEvents()
      await loop.stop(limitMs)
      await claiming.end(limitMs)
    },
  }
}

function rotated<T>(items: readonly T[], turn: number): T[] {
  const from = items.length === 0 ? 0 : turn % items.length
  return [...items.slice(from), ...items.slice(0, from)]
}
