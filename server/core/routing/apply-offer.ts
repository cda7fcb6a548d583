import { isThere, mustLoseOffers, refreshAgent } from './availability.ts'
import { backToWaiting, dropOffer, exclude, revoke, serveAgent } from './apply-task.ts'
import type { Effect } from './effects.ts'
import type { EngineEvent, OfferEnd } from './events.ts'
import { isExcluded } from './excluded.ts'
import { takeHold } from './holds.ts'
import { isInLane, leaveLane, refile } from './lanes.ts'
import { scheduleTask } from './recheck.ts'
import { explainTask } from './record.ts'
import { isEligible } from './signatures.ts'
import type { Engine, TaskItem } from './state.ts'
import type { OfferInput } from './types.ts'

/** How long a row that lost a claim is left alone when its newer version does not arrive. */
const LOST_CLAIM_PAUSE_MS = 1_000

export const attachOffer = (engine: Engine, task: TaskItem, input: OfferInput): void => {
  const { offerId, version, agentId, units, expiresAt } = input
  dropOffer(engine, task)
  if (isInLane(task)) leaveLane(engine, task)
  task.state = 'offered'
  task.agentId = agentId
  task.units = units
  task.offer = { offerId, version, task, agentId, units, expiresAt }
  engine.offers.set(offerId, task.offer)
  engine.offerTimers.push(expiresAt, task.offer)
  const agent = engine.agents.get(agentId)
  if (agent !== undefined) takeHold(engine, task, { agent, units, isInFlight: false, isPending: true })
}

export const commitOffer = (
  engine: Engine,
  event: Extract<EngineEvent, { kind: 'offer.committed' }>,
  effects: Effect[],
): void => {
  const { offer, taskVersion } = event
  const task = engine.tasks.get(offer.taskId)
  if (task === undefined) return
  if (taskVersion < task.version) {
    const isAnswer = task.state === 'reserved' && task.agentId === offer.agentId && taskVersion > task.decidedVersion
    if (isAnswer) backToWaiting(engine, task)
    return
  }
  if (task.state !== 'waiting' && task.state !== 'reserved' && task.state !== 'offered') return
  if (task.offer !== null && task.offer.offerId === offer.offerId && task.offer.version >= offer.version) return
  if (task.version === taskVersion && task.state === 'waiting') return
  task.version = taskVersion
  attachOffer(engine, task, offer)
  const agent = engine.agents.get(offer.agentId)
  if (agent !== undefined && mustLoseOffers(agent)) revoke(task, 'presence', effects)
}

/** Whether the end of an offer speaks of the hold the task has now, and not of an earlier offer to the same agent. */
const endsHold = (task: TaskItem, { agentId, offerId, taskVersion }: OfferEnd): boolean => {
  if (task.agentId !== agentId) return false
  if (task.state === 'reserved') return taskVersion > task.decidedVersion
  return task.state === 'offered' && (task.offer === null || task.offer.offerId === offerId)
}

export const acceptOffer = (engine: Engine, event: Extract<EngineEvent, { kind: 'offer.accepted' }>): void => {
  const task = engine.tasks.get(event.taskId)
  if (task === undefined || event.taskVersion < task.version) return
  const isOurs = endsHold(task, event)
  task.version = event.taskVersion
  if (!isOurs) return
  dropOffer(engine, task)
  task.state = 'active'
  const agent = engine.agents.get(event.agentId)
  if (agent === undefined) return
  takeHold(engine, task, { agent, units: task.units, isInFlight: false, isPending: false })
  serveAgent(engine, agent)
}

/** True when every present agent who fits the task is excluded from it, and there is at least one. */
const isTurnedDownByAll = (engine: Engine, task: TaskItem): boolean => {
  let excluded = 0
  const { queue, signature } = task
  for (const [position, agent] of queue.members.entries()) {
    if (agent === null || !isEligible(signature, position) || !isThere(agent)) continue
    if (!isExcluded(task, agent.id, engine.now)) return false
    excluded += 1
  }
  return excluded > 0
}

type Ended = Extract<EngineEvent, { kind: 'offer.declined' | 'offer.expired' | 'offer.revoked' | 'offer.cancelled' }>

const retryAt = (event: Ended, task: TaskItem): number => {
  const { declineCooldownMs, expiryCooldownMs } = task.queue.config
  switch (event.kind) {
    case 'offer.declined':
      return event.retryAt ?? event.at + declineCooldownMs
    case 'offer.expired':
      return event.retryAt ?? event.at + expiryCooldownMs
    case 'offer.revoked':
    case 'offer.cancelled':
      return event.at
  }
}

/** The table of `routing.md` 2.2: a declined or expired offer excludes its agent for a while, the other ends do not. */
export const endOffer = (engine: Engine, event: Ended, effects: Effect[]): void => {
  const task = engine.tasks.get(event.taskId)
  if (task === undefined || event.taskVersion < task.version) return
  const isOurs = endsHold(task, event)
  task.version = event.taskVersion
  const until = retryAt(event, task)
  const excludes = until > engine.now
  exclude(engine, task, { agentId: event.agentId, until })
  if (isOurs) backToWaiting(engine, task)
  else refile(engine, task)
  if (!excludes) return
  if (task.limits !== null) engine.toJudge.add(task)
  scheduleTask(engine, task, engine.now)
  if (task.state === 'waiting' && isTurnedDownByAll(engine, task))
    effects.push({ kind: 'exhausted', taskId: task.id, record: explainTask(engine, task, engine.now) })
}

/** Undoes a reservation whose commit lost, and leaves the stale row alone until it is fed anew. */
export const loseClaim = (engine: Engine, event: Extract<EngineEvent, { kind: 'claim.lost' }>): void => {
  const until = engine.now + LOST_CLAIM_PAUSE_MS
  const task = engine.tasks.get(event.taskId)
  if (task !== undefined && task.state === 'reserved' && task.agentId === event.agentId) {
    task.setAsideUntil = event.lost === 'task' ? until : 0
    backToWaiting(engine, task)
    scheduleTask(engine, task, engine.now)
  }
  const agent = engine.agents.get(event.agentId)
  if (event.lost === 'task' || agent === undefined) return
  agent.setAsideUntil = until
  refreshAgent(engine, agent)
  engine.rechecks.push(until, { at: until, id: agent.id, task: null, agent })
}
