import type { RowTx } from '../rows/row-tx.ts'
import type { Rows } from '../rows/rows.ts'
import { Broken } from './invariants.ts'

/** Failures in a row that open the breaker of an endpoint. */
const mostFailures = 5

/** The breaker of an endpoint, and the end of a presence that has one. */
export function checkPresences(tx: RowTx, { tables }: Rows<RowTx>): void {
  for (const load of tx.written.load?.values() ?? []) {
    const { id, presence, presenceReason, presenceUntil, endpointFailures, endpointPauses } = load
    const isOpen = presence === 'available' && presenceReason !== 'endpoint_probing'
    const hasFailedAgain = endpointFailures > (tables.load.get(id)?.endpointFailures ?? 0)
    if (isOpen && (endpointPauses > 0 || (hasFailedAgain && endpointFailures >= mostFailures)))
      throw new Broken('breaker_open', `${id} after ${endpointFailures} failures, ${endpointPauses} pauses`)
    const timer = tx.get('timer', `agent.presence ${id}`)
    const isWatched = timer?.isArmed === true && timer.dueAt === presenceUntil
    if (presenceUntil !== null && !isWatched) throw new Broken('limit_unwatched', `${id} until ${presenceUntil}`)
  }
}

/** What is still to be told of an offer that has ended meanwhile, otherwise than by its acceptance. */
export function checkTold(tx: RowTx): void {
  for (const { id, offerId, type, state } of tx.all('delivery')) {
    const offer = tx.get('offer', offerId)
    const isOpen = offer?.state === 'pending' || offer?.state === 'accepted'
    if (type === 'offer.created' && state === 'pending' && !isOpen)
      throw new Broken('told_in_vain', `${id} of an offer that is ${offer?.state}`)
  }
}

/** Work is taken back only from who is still gone. */
export function checkLost(tx: RowTx, { tables }: Rows<RowTx>): void {
  if (!tx.actor.name.startsWith('timer agent.lost')) return
  for (const { id, agentId } of tx.written.task?.values() ?? []) {
    const before = tables.task.get(id)?.agentId ?? null
    if (before === null || agentId !== null || tx.get('load', before)?.presence === 'offline') continue
    throw new Broken('lost_work_kept', `${id} was taken from ${before}, who is ${tx.get('load', before)?.presence}`)
  }
}
