import { claimDeliveries, findNextDueInMs, findWorkspacesWithDueDeliveries } from '../modules/deliveries/index.ts'
import { onEventsAnnounced } from '../modules/events/index.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { OutboundClient } from '../platform/outbound/index.ts'
import { createDeliveryFlight } from './delivery-flight.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import { inLanes } from '../platform/in-lanes.ts'
import { asError, createLoop } from './loop.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'
import { createWorkspaceBook } from './workspace-book.ts'

export interface DeliveryWorkerOptions {
  readonly installation: Installation
  readonly relay: Relay
  /** With the policy of the settings; closed by whoever made it, after the worker has stopped. */
  readonly client: OutboundClient
  readonly log: Log
  /** The product's, for `user-agent`. */
  readonly version: string
  readonly figures?: JobFigures
  /** In flight in this process; the next two are over all processes. */
  readonly atOnce?: number
  readonly perEndpoint?: number
  readonly perWorkspace?: number
  /** Longer than a request can take (15 s) and its record may wait. */
  readonly leaseMs?: number
  readonly pollMs?: number
}

const workspacesAtOnce = 4
/** Deliveries that come due or end within this time are looked at together; longer where so many are under way. */
const gathering = { calmMs: 5, busyMs: 20, busyFrom: 32 }

/**
 * Sends due deliveries of all workspaces (reliability.md 3.1-3.4): claims what may go, signs and sends it, and records
 * what came back. Woken by commits of this process; otherwise it looks every 500 ms, and when the next retry is due.
 */
export function createDeliveryWorker(options: DeliveryWorkerOptions): Worker {
  const { installation, relay, log, client, figures = noFigures } = options
  const { atOnce = 256, perEndpoint = 8, perWorkspace = 64, leaseMs = 30_000, pollMs = 500 } = options
  const book = createWorkspaceBook(installation)
  const userAgent = `Switchyard/${options.version}`
  const flight = createDeliveryFlight({ client, log, figures, userAgent, leaseMs, onLanded: () => loop.wake() })
  let reserved = 0
  let turns = 0
  let isStopping = false
  let ignoreEvents = () => {}

  async function turn(): Promise<number | undefined> {
    const [due, nextDueInMs] = await relay.read((tx) =>
      Promise.all([findWorkspacesWithDueDeliveries(tx), findNextDueInMs(tx)]),
    )
    turns += 1
    await inLanes(rotated(due, turns), workspacesAtOnce, claimIn)
    return nextDueInMs === null ? pollMs : Math.min(pollMs, nextDueInMs + 1)
  }

  async function claimIn(workspaceId: string): Promise<void> {
    const limit = Math.min(perWorkspace, atOnce - flight.size() - reserved)
    if (limit <= 0 || isStopping) return
    reserved += limit
    try {
      const context = await book.contextOf(workspaceId)
      if (context === null) return
      const heldIds = flight.ids()
      const claimed = await claimDeliveries(context, { limit, perEndpoint, perWorkspace, leaseMs, heldIds })
      if (claimed.length > 0) flight.launch(context, claimed)
    } catch (error) {
      figures.jobFailed('deliveries.claim')
      log.warn('job.failed', { job: 'deliveries.claim', workspaceId, error: asError(error) })
    } finally {
      reserved -= limit
    }
  }

  const gatherMs = () => (flight.size() < gathering.busyFrom ? gathering.calmMs : gathering.busyMs)
  const loop = createLoop({ name: 'deliveries', turn, pollMs, gatherMs, log })
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
      await flight.end(limitMs)
    },
  }
}

/** The same items beginning at another one each turn, so that no workspace is always the first. */
function rotated<T>(items: readonly T[], turn: number): T[] {
  const from = items.length === 0 ? 0 : turn % items.length
  return [...items.slice(from), ...items.slice(0, from)]
}
