import { claimDeliveries, findNextDueInMs, findWorkspacesWithDueDeliveries } from '../modules/deliveries/index.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import type { OutboundClient } from '../platform/outbound/index.ts'
import { type Beside, createClaimingWorker } from './claiming-worker.ts'
import { createDeliveryFlight } from './delivery-flight.ts'
import { type JobFigures, noFigures } from './job-figures.ts'
import type { Relay } from './relay.ts'
import type { Worker } from './worker.ts'

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
 * what came back. It looks at least every 500 ms.
 */
export function createDeliveryWorker(options: DeliveryWorkerOptions): Worker {
  const { installation, relay, log, client, figures = noFigures } = options
  const { atOnce = 256, perEndpoint = 8, perWorkspace = 64, leaseMs = 30_000, pollMs = 500 } = options
  // One that is alone leaves room for one that comes (ADR 20).
  const perLoneWorkspace = Math.max(perWorkspace, atOnce - perWorkspace)
  const shareOf = ({ workspaces }: Beside) => (workspaces > 1 ? perWorkspace : perLoneWorkspace)
  const userAgent = `Switchyard/${options.version}`
  const flight = createDeliveryFlight({ client, log, figures, userAgent, leaseMs, onLanded: () => worker.wake() })
  const gatherMs = () => (flight.size() < gathering.busyFrom ? gathering.calmMs : gathering.busyMs)
  const worker = createClaimingWorker(
    { installation, relay, log, figures, pollMs, gatherMs },
    {
      name: 'deliveries',
      job: 'deliveries.claim',
      findDue: findWorkspacesWithDueDeliveries,
      findNextDueInMs,
      room: (beside) => Math.min(shareOf(beside), atOnce - flight.size() - beside.reserved),
      claim: async (context, limit, beside) => {
        const room = { limit, perEndpoint, perWorkspace: shareOf(beside) }
        const claimed = await claimDeliveries(context, { ...room, leaseMs, heldIds: flight.ids() })
        if (claimed.length > 0) flight.launch(context, claimed)
      },
      lanes: () => workspacesAtOnce,
      end: flight.end,
    },
  )
  return worker
}
