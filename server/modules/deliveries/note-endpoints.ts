import { type EndpointSign, isGivenUp, noteAttempt } from '../../core/webhooks/endpoint-health.ts'
import { judgeAnswer } from '../../core/webhooks/judge-answer.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { ClaimedDelivery } from './delivery.ts'
import { disableWebhook } from './disable-webhook.ts'
import type { AttemptResult } from './judge-attempt.ts'
import { type EndpointState, releaseParked, saveState } from './webhook-state-store.ts'

/** One attempt as far as the health of its endpoint goes. */
export interface EndpointAttempt {
  readonly delivery: Pick<ClaimedDelivery, 'webhookId' | 'isProbe'>
  readonly result: AttemptResult
}

/**
 * Notes what attempts say of the endpoints of subscriptions, whose states this transaction has locked: opens and closes
 * breakers, lets go what waited, and disables who answered 410 or was away too long (reliability.md 3.3).
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
  for (const before of states) {
    const own = attempts.filter(({ delivery }) => delivery.webhookId === before.webhookId)
    let health: EndpointState = before
    for (const { delivery, result } of own) {
      const sign = signOf(result)
      if (sign !== null) health = { ...health, ...noteAttempt(health, { sign, isProbe: delivery.isProbe }, nowMs) }
    }
    if (health !== before) await saveState(tx, context.workspace.id, health)
    const { webhookId } = before
    if (own.some(({ result }) => isGone(result))) await disableWebhook(tx, context, { webhookId, reason: 'gone' })
    else if (isGivenUp(health, nowMs)) await disableWebhook(tx, context, { webhookId, reason: 'auto' })
    else if (before.probeAt !== null && health.probeAt === null)
      await releaseParked(tx, context.workspace.id, webhookId)
  }
}

/** What failed inside the product says nothing of the endpoint. */
function signOf(result: AttemptResult): EndpointSign | null {
  if (result.kind === 'broken') return null
  const answer = judgeAnswer(result)
  if (answer === 'delivered') return 'success'
  const isHeard = answer === 'aborted' || (result.kind === 'answered' && result.status === 429)
  return isHeard ? 'alive' : 'failure'
}

function isGone(result: AttemptResult): boolean {
  return result.kind !== 'broken' && judgeAnswer(result) === 'gone'
}
