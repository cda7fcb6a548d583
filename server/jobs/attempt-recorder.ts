import { type AttemptReport, recordAttempts, type RecordedAttempt } from '../modules/deliveries/index.ts'
import type { Context } from '../platform/context.ts'
import { insist } from './insist.ts'

export interface AttemptRecorder {
  /** Settles when the report is recorded; rejects when it could not be for `patienceMs`. */
  record(context: Context, report: AttemptReport): Promise<RecordedAttempt['outcome']>
}

interface Waiting {
  readonly report: AttemptReport
  readonly settle: PromiseWithResolvers<RecordedAttempt['outcome']>
}

const writtenTogether = 128

/**
 * Gathers the reports of a workspace that arrive while the ones before are being committed, and writes them together.
 * While the database is away it tries again: a result that is lost means that the receiver gets the message twice.
 */
export function createAttemptRecorder(options: { patienceMs: number }): AttemptRecorder {
  const queues = new Map<string, Waiting[]>()

  async function drain(context: Context, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await write(context, queue.splice(0, writtenTogether))
    queues.delete(context.workspace.id)
  }

  async function write(context: Context, batch: readonly Waiting[]): Promise<void> {
    try {
      const reports = batch.map((waiting) => waiting.report)
      const recorded = await insist(() => recordAttempts(context, reports), options.patienceMs)
      const outcomes = new Map(recorded.map((one) => [one.deliveryId, one.outcome]))
      for (const { report, settle } of batch) settle.resolve(outcomes.get(report.delivery.id) ?? 'stale')
    } catch (error) {
      for (const { settle } of batch) settle.reject(error)
    }
  }

  return {
    record: (context, report) => {
      const waiting: Waiting = { report, settle: Promise.withResolvers() }
      const queue = queues.get(context.workspace.id)
      if (queue !== undefined) queue.push(waiting)
      else {
        const fresh = [waiting]
        queues.set(context.workspace.id, fresh)
        // It settles every report by itself and never rejects.
        void drain(context, fresh)
      }
      return waiting.settle.promise
    },
  }
}
