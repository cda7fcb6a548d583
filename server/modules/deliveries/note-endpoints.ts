import { turnsDownTicket } from '../../core/handoff/index.ts'
import { type EndpointSign, isGivenUp, isUnblemished, noteAttempt } from '../../core/webhooks/endpoint-health.ts'
import { judgeAnswer } from '../../core/webhooks/judge-answer.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { type ClaimedDelivery, isForAgent } from './delivery.ts'
import { disableWebhook } from './disable-webhook.ts'
import type { AttemptResult } from './judge-attempt.ts'
import {
  beginCallbackStates,
  endCallbackState,
  type EndpointState,
  giveUpWaiting,
  releaseParked,
  saveStates,
} from './webhook-state-store.ts'

/** Ends the target of callbacks: all addresses of the origin before it (migration 0024). */
const originMark = '/*'

/** One attempt as far as the health of its target goes. */
export interface EndpointAttempt {
  readonly delivery: Pick<ClaimedDelivery, 'type' | 'target' | 'webhookId' | 'offer' | 'consult' | 'isProbe'>
  readonly result: AttemptResult
}

/**
 * Begins to keep how origins of callbacks do that have just failed, in a transaction of its own: the others lock what is
 * there, in one order. Agents' endpoints, which are told of offers and consults, have a breaker of their own.
 */
export async function watchFailingOrigins(context: Context, attempts: readonly EndpointAttempt[]): Promise<void> {
  const failing = attempts.filter(
    ({ delivery, result }) =>
      delivery.webhookId === null && !isForAgent(delivery) && originSignOf(result) === 'failure',
  )
  const targets = [...new Set(failing.map(({ delivery }) => delivery.target))]
  if (targets.length === 0) return
  // oxlint-disable-next-line switchyard/verb -- that somebody is watched is no fact
  await context.transaction((tx) => beginCallbackStates(tx, context.workspace.id, targets))
}

/**
 * Notes what attempts say of their targets, whose states this transaction has locked: opens and closes breakers, lets go
 * what waited, and disables subscriptions that answered 410 or were away too long (reliability.md 3.3). An origin of
 * callbacks that was away so long is given up with all that waits for it.
 */
export async function noteEndpoints(
  tx: Tx,
  context: Context,
  {
    states,
    attempts,
    nowMs,
  }: { states: readonly EndpointState[]; attempts: readonly EndpointAttempt[]; nowMs: number },
): Promise<void> {
  const byTarget = Map.groupBy(attempts, ({ delivery }) => delivery.target)
  const noted = states.map((before) => {
    const own = byTarget.get(before.target) ?? []
    return { before, own, health: healthAfter(before, own, nowMs) }
  })
  const changed = noted.filter(({ before, health }) => health !== before)
  await saveStates(
    tx,
    context.workspace.id,
    changed.map(({ health }) => health),
  )
  for (const { before, own, health } of noted) {
    if (before.probeAt !== null && health.probeAt === null) await releaseParked(tx, context.workspace.id, before.target)
    await (before.webhookId === null
      ? noteOrigin(tx, context, { health, nowMs })
      : noteSubscription(tx, context, { webhookId: before.webhookId, health, own, nowMs }))
  }
}

function healthAfter(before: EndpointState, own: readonly EndpointAttempt[], nowMs: number): EndpointState {
  const isOrigin = before.webhookId === null
  let health = before
  for (const { delivery, result } of own) {
    const sign = isOrigin ? originSignOf(result) : endpointSignOf(result, delivery.type)
    if (sign !== null) health = { ...health, ...noteAttempt(health, { sign, isProbe: delivery.isProbe }, nowMs) }
  }
  return health
}

async function noteSubscription(
  tx: Tx,
  context: Context,
  by: { webhookId: string; health: EndpointState; own: readonly EndpointAttempt[]; nowMs: number },
): Promise<void> {
  const { webhookId, health, own, nowMs } = by
  if (own.some(({ result }) => isGone(result))) await disableWebhook(tx, context, { webhookId, reason: 'gone' })
  else if (isGivenUp(health, nowMs)) await disableWebhook(tx, context, { webhookId, reason: 'auto' })
}

async function noteOrigin(
  tx: Tx,
  context: Context,
  { health, nowMs }: { health: EndpointState; nowMs: number },
): Promise<void> {
  const { target } = health
  if (isGivenUp(health, nowMs)) {
    const deliveries = await giveUpWaiting(tx, context.workspace.id, target)
    const origin = target.slice(0, -originMark.length)
    await appendWorkspaceEvent(tx, context, { type: 'delivery.given_up', data: { origin, deliveries } })
    await endCallbackState(tx, context.workspace.id, target)
  } else if (isUnblemished(health)) await endCallbackState(tx, context.workspace.id, target)
}

/** What failed inside the product says nothing of the endpoint. */
function endpointSignOf(result: AttemptResult, type = ''): EndpointSign | null {
  if (result.kind === 'broken') return null
  if (turnsDownTicket(type, result)) return 'success'
  const answer = judgeAnswer(result)
  if (answer === 'delivered') return 'success'
  const isHeard = answer === 'aborted' || (result.kind === 'answered' && result.status === 429)
  return isHeard ? 'alive' : 'failure'
}

/** A server that turns down what is said of one ticket is there for the others. */
function originSignOf(result: AttemptResult): EndpointSign | null {
  const sign = endpointSignOf(result)
  const isRefusal = result.kind === 'answered' && result.status >= 400 && result.status < 500 && result.status !== 408
  return sign === 'failure' && isRefusal ? 'alive' : sign
}

function isGone(result: AttemptResult): boolean {
  return result.kind !== 'broken' && judgeAnswer(result) === 'gone'
}
