import { randomInt } from 'node:crypto'
import { failuresBeforeOvertaking } from '../../core/webhooks/may-flow.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { errorClassForTenant } from '../../platform/outbound/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { attemptDelays } from './attempt-delays.ts'
import { type AttemptRow, cancelOthers, isFaultOfData, saveAttempts, wakeFollowers } from './attempt-store.ts'
import { type AttemptErrorClass, type ClaimedDelivery, type DeliveryState, isForAgent } from './delivery.ts'
import { type AttemptResult, judgeAttempt, type Verdict } from './judge-attempt.ts'
import { noteEndpoints, watchFailingOrigins } from './note-endpoints.ts'
import { requireSystem } from './require-system.ts'
import { type EndpointState, lockStates } from './webhook-state-store.ts'

/** What came of one attempt; `startedAt` in the database's time. */
export interface AttemptReport {
  readonly delivery: ClaimedDelivery
  readonly startedAt: number
  readonly result: AttemptResult
  /** As sent; null when nothing could be made to be sent. */
  readonly requestHeaders?: Readonly<Record<string, string>> | null
}

/** A recorded attempt; `stale` when the lease had passed to another worker: then nothing was changed. */
export interface RecordedAttempt {
  readonly deliveryId: string
  readonly outcome: DeliveryState | 'stale'
}

interface JudgedReport extends AttemptReport {
  readonly verdict: Verdict
}

/**
 * Writes attempts into the log and moves their deliveries on, each only while its epoch still holds. A report that the
 * database refuses for what it says is recorded as a failure of our own.
 */
export async function recordAttempts(context: Context, reports: readonly AttemptReport[]): Promise<RecordedAttempt[]> {
  requireSystem(context)
  try {
    return await recordTogether(context, reports)
  } catch (error) {
    if (!isFaultOfData(error)) throw error
    const [first] = reports
    if (first === undefined) return []
    if (reports.length === 1) return recordTogether(context, [{ ...first, result: { kind: 'broken', durationMs: 0 } }])
    const recorded: RecordedAttempt[] = []
    for (const report of reports) recorded.push(...(await recordAttempts(context, [report])))
    return recorded
  }
}

async function recordTogether(context: Context, reports: readonly AttemptReport[]): Promise<RecordedAttempt[]> {
  if (reports.length === 0) return []
  const nowMs = context.now() - context.workspace.clockOffsetMs
  const delaysMs = await attemptDelays(context)
  const judgedReports = reports.map((report) => {
    const chance = { nowMs, jitter: randomInt(2 ** 32) / 2 ** 32, delaysMs }
    return { ...report, verdict: judgeAttempt(report.delivery, report.result, chance) }
  })
  await watchFailingOrigins(context, reports)
  return context.transaction(async (tx) => {
    // The states are the first of all locks, as wherever an endpoint is changed.
    const states = await lockStatesOf(tx, context, reports)
    const judged = judgedReports.map((report) => withoutRetry(report, states))
    const saved = new Set(await saveAttempts(tx, context.workspace.id, judged.map(rowOf)))
    const held = judged.filter((report) => saved.has(report.delivery.id))
    await freeOthers(tx, context, held)
    await noteEndpoints(tx, context, { states, attempts: held, nowMs })
    for (const report of held) await appendEnd(tx, context, report)
    return judged.map(({ delivery, verdict }) => ({
      deliveryId: delivery.id,
      outcome: saved.has(delivery.id) ? verdict.state : 'stale',
    }))
  })
}

async function lockStatesOf(tx: Tx, context: Context, reports: readonly AttemptReport[]): Promise<EndpointState[]> {
  const targets = new Set(reports.flatMap(({ delivery }) => (isForAgent(delivery) ? [] : [delivery.target])))
  return targets.size === 0 ? [] : lockStates(tx, context.workspace.id, [...targets])
}

/** An endpoint that was disabled while it was told something is not told again. */
function withoutRetry(report: JudgedReport, states: readonly EndpointState[]): JudgedReport {
  const state = states.find(({ target }) => target === report.delivery.target)
  if (state === undefined || state.isActive || report.verdict.state !== 'pending') return report
  return { ...report, verdict: { state: 'cancelled', retryInMs: null, isParked: false } }
}

/** Lets those go on that waited for these, and ends what a receiver wants no more. */
async function freeOthers(tx: Tx, context: Context, held: readonly JudgedReport[]): Promise<void> {
  const gone = held.filter(({ delivery, verdict }) => verdict.state === 'cancelled' && delivery.webhookId === null)
  if (gone.length > 0) await cancelOthers(tx, context.workspace.id, gone.map(laneOf))
  const freeing = held.filter(({ delivery, verdict }) => {
    const failures = delivery.attempts - delivery.uncounted + 1
    // Others are put off only behind one that has failed, so a first attempt that ends it frees nobody.
    return verdict.retryInMs === null ? failures > 1 : failures >= failuresBeforeOvertaking
  })
  if (freeing.length > 0) await wakeFollowers(tx, context.workspace.id, freeing.map(laneOf))
}

function laneOf({ delivery: { laneId, target } }: AttemptReport): { laneId: string; target: string } {
  return { laneId, target }
}

/**
 * A fact of the workspace. Of a replay nothing is told: that the delivery is dead was told before. Nor is the end of
 * what told of deliveries and subscriptions themselves: two endpoints that are away would tell each other for ever.
 */
async function appendEnd(tx: Tx, context: Context, { delivery, verdict }: JudgedReport): Promise<void> {
  if (delivery.isReplay || /^(delivery|webhook)\./.test(delivery.type)) return
  const deliveryId = encodeId('delivery', delivery.id)
  if (verdict.state === 'dead')
    await appendWorkspaceEvent(tx, context, {
      type: 'delivery.dead',
      data: { deliveryId, attempts: delivery.attempts + 1 },
    })
  if (verdict.state === 'quarantined')
    await appendWorkspaceEvent(tx, context, { type: 'delivery.quarantined', data: { deliveryId } })
}

function rowOf({ delivery, startedAt, result, requestHeaders = null, verdict }: JudgedReport): AttemptRow {
  return {
    id: newId(),
    deliveryId: delivery.id,
    epoch: delivery.epoch,
    state: verdict.state,
    retryInMs: verdict.retryInMs,
    isParked: verdict.isParked,
    trigger: delivery.isReplay ? 'manual' : delivery.cause,
    startedAt,
    durationMs: result.durationMs,
    status: result.kind === 'answered' ? result.status : null,
    errorClass: errorClassOf(result),
    address: result.kind === 'broken' ? null : (result.address ?? null),
    requestHeaders: requestHeaders === null ? null : JSON.stringify(requestHeaders),
    responseHeaders: result.kind === 'answered' ? JSON.stringify(result.answerHeaders ?? {}) : null,
    response: result.kind === 'answered' ? result.bodyText : null,
  }
}

function errorClassOf(result: AttemptResult): AttemptErrorClass | null {
  switch (result.kind) {
    case 'answered':
      return null
    case 'failed':
      return errorClassForTenant(result.errorClass)
    case 'broken':
      return 'internal'
  }
}
