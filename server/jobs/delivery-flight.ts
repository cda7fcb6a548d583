import {
  type ClaimedDelivery,
  releaseDeliveries,
  type SignedCallback,
  signCallbacks,
} from '../modules/deliveries/index.ts'
import { endUnheardConsult, takeEndpointReply } from '../modules/handling/index.ts'
import { takePartnerReply } from '../modules/partners/index.ts'
import type { Context } from '../platform/context.ts'
import type { Log } from '../platform/log.ts'
import type { OutboundClient } from '../platform/outbound/index.ts'
import { createAttemptRecorder } from './attempt-recorder.ts'
import type { JobFigures } from './job-figures.ts'
import { asError, within } from './loop.ts'
import { sendCallback } from './send-callback.ts'
import { bySlot, isTheirTime } from './send-slots.ts'

export interface FlightOptions {
  readonly client: OutboundClient
  readonly log: Log
  readonly figures: JobFigures
  readonly userAgent: string
  readonly leaseMs: number
  /** A delivery has ended or waits for its next attempt: others may go. */
  readonly onLanded: () => void
}

/** The deliveries that this process has leased and not yet recorded. */
export interface DeliveryFlight {
  size(): number
  ids(): Iterable<string>
  /** Signs, sends and records these; what fails in it is logged. */
  launch(context: Context, claimed: readonly ClaimedDelivery[]): void
  /** Waits for those under way, for `limitMs` at most; then breaks them off and gives their leases back. */
  end(limitMs: number): Promise<void>
}

export function createDeliveryFlight(options: FlightOptions): DeliveryFlight {
  const { client, log, figures, userAgent, leaseMs, onLanded } = options
  const recorder = createAttemptRecorder({ patienceMs: leaseMs / 2 })
  const flying = new Map<string, { context: Context; delivery: ClaimedDelivery }>()
  const underWay = new Set<Promise<void>>()
  const breakOff = new AbortController()

  async function deliverAll(context: Context, claimed: readonly ClaimedDelivery[]): Promise<void> {
    try {
      const signed = await signCallbacks(context, { claimed, userAgent })
      await Promise.all(signed.map((callback) => deliverOne(context, callback)))
    } catch (error) {
      for (const delivery of claimed) flying.delete(delivery.id)
      fail('deliveries.sign', context, error)
    }
  }

  async function deliverOne(context: Context, callback: SignedCallback): Promise<void> {
    const { delivery } = callback
    try {
      const report = await sendCallback(context, callback, { client, log, signal: breakOff.signal })
      // First what the answer means: were it lost between the two, the delivery would be repeated and answered again.
      await takeEndpointReply(context, report)
      await takePartnerReply(context, report)
      const outcome = await recorder.record(context, report)
      figures.attemptRecorded(outcome, delivery.attempts === 0 ? report.startedAt - delivery.createdAt : null)
      if (outcome === 'dead' || outcome === 'quarantined') await giveUp(context, log, { delivery, outcome })
    } catch (error) {
      if (breakOff.signal.aborted) return
      // It is tried again when its lease ends.
      fail('deliveries.send', context, error)
    }
    flying.delete(delivery.id)
    onLanded()
  }

  function fail(job: string, context: Context, error: unknown): void {
    figures.jobFailed(job)
    log.warn('job.failed', { job, workspaceId: context.workspace.id, error: asError(error) })
  }

  async function giveBack(): Promise<void> {
    for (const held of Map.groupBy(flying.values(), ({ context }) => context.workspace.id).values()) {
      const [first] = held
      if (first === undefined) continue
      const claimed = held.map(({ delivery }) => delivery)
      await releaseDeliveries(first.context, claimed).catch((error) => fail('deliveries.release', first.context, error))
    }
    flying.clear()
  }

  return {
    size: () => flying.size,
    ids: () => flying.keys(),
    launch: (context, claimed) => {
      for (const delivery of claimed) flying.set(delivery.id, { context, delivery })
      const parts = bySlot(claimed).map(async (part) => {
        if (await isTheirTime(context, part, breakOff.signal)) await deliverAll(context, part)
      })
      const work = Promise.all(parts).then(() => void underWay.delete(work))
      underWay.add(work)
    },
    end: async (limitMs) => {
      if (await within(limitMs, Promise.all(underWay))) return
      breakOff.abort(new Error('The service stops.'))
      await Promise.all(underWay)
      await giveBack()
    },
  }
}

/** The receiver's failure is a warning; one of our own somebody must look at now. */
async function giveUp(
  context: Context,
  log: Log,
  { delivery, outcome }: { delivery: ClaimedDelivery; outcome: 'dead' | 'quarantined' },
): Promise<void> {
  const { id: deliveryId, attempts, consult, type, isReplay } = delivery
  const place = { deliveryId, workspaceId: context.workspace.id, attempt: attempts + 1, errorClass: outcome }
  if (outcome === 'dead') log.warn('delivery.failed', place)
  else log.error('delivery.failed', place)
  // Who asks a machine that is away is to know it, and may ask another; of offers the router takes care.
  if (consult === null || type !== 'consult.requested' || isReplay) return
  await endUnheardConsult(context, { taskId: consult.taskId, consultId: consult.id })
}
