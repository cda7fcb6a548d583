import { randomInt } from 'node:crypto'
import { failuresBeforeOvertaking } from '../../core/webhooks/may-flow.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { errorClassForTenant } from '../../platform/outbound/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { type AttemptRow, cancelOthers, isFaultOfData, saveAttempts, wakeFollowers } from './attempt-store.ts'
import type { AttemptErrorClass, ClaimedDelivery, DeliveryState } from './delivery.ts'
import { type AttemptResult, judgeAttempt, type Verdict } from './judge-attempt.ts'
import { noteEndpoints } from './note-endpoints.ts'
import { requireSystem } from './require-system.ts'
import { type EndpointState, lockStates } from './webhook-state-store.ts'

/** What came of one attempt; `startedAt` in the database's time. */
export interface AttemptReport {
  readonly delivery: ClaimedDelivery
  readonly startedAt: number
  readonly result: AttemptResult
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
  const judgedReports = reports.map((report) => {
    const chance = { nowMs, jitter: randomInt(2 ** 32) / 2 ** 32 }
    return { ...report, verdict: judgeAttempt(report.delivery, report.result, chance) }
  })
  return context.transaction(async (tx) => {
    // The states are the first of all locks, as wherever an endpoint is changed.
    const states = await lockStatesOf(tx, context, reports)
    const judged = judgedReports.map((report) => withoutRetry(report, states))
    const saved = new Set(await saveAttempts(tx, context.workspace.id, judged.map(rowOf)))
    const held = judged.filter((report) => saved.has(report.delivery.id))
    await freeOthers(tx, context, held)
    await noteEndpoints(tx, context, { states, attempts: held, nowMs })
    for (const report of held) await appendDeadEvent(tx, context, report)
    return judged.map(({ delivery, verdict }) => ({
      deliveryId: delivery.id,
      outcome: saved.has(delivery.id) ? verdict.state : 'stale',
    }))
  })
}

async function lockStatesOf(tx: Tx, context: Context, reports: readonly AttemptReport[]): Promise<EndpointState[]> {
  const webhookIds = new Set(reports.flatMap(({ delivery }) => delivery.webhookId ?? []))
  return webhookIds.size === 0 ? [] : lockStates(tx, context.workspace.id, [...webhookIds])
}

/** An endpoint that was disabled while it was told something is not told again. */
function withoutRetry(report: JudgedReport, states: readonly EndpointState[]): JudgedReport {
  const state = states.find(({ webhookId }) => webhookId === report.delivery.webhookId)
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
 * A fact of the workspace. Of a replay nothing is told: that the delivery is dead was told before. Nor is the death of
 * what told of deliveries and subscriptions themselves: two endpoints that are away would tell each other for ever.
 */
async function appendDeadEvent(tx: Tx, context: Context, { delivery, verdict }: JudgedReport): Promise<void> {
  if (verdict.state !== 'dead' || delivery.isReplay || /^(delivery|webhook)\./.test(delivery.type)) return
  const data = { deliveryId: encodeId('delivery', delivery.id), attempts: delivery.attempts + 1 }
  await appendWorkspaceEvent(tx, context, { type: 'delivery.dead', data })
}

function rowOf({ delivery, startedAt, result, verdict }: JudgedReport): AttemptRow {
  return {
    id: newId(),
    deliveryId: delivery.id,
    epoch: delivery.epoch,
    state: verdict.state,
    retryInMs: verdict.retryInMs,
    isParked: verdict.isParked,
    trigger: delivery.isReplay ? 'manual' : 'auto',
    startedAt,
    durationMs: result.durationMs,
    status: result.kind === 'answered' ? result.status : null,
    errorClass: errorClassOf(result),
    address: result.kind === 'broken' ? null : (result.address ?? null),
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
