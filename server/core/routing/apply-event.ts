import { changePresence, changeShift, removeAgent, setLoad, upsertAgent } from './apply-agent.ts'
import { acceptOffer, commitOffer, endOffer, loseClaim } from './apply-offer.ts'
import { leaveTask, reportRelaxed, upsertTask } from './apply-task.ts'
import type { Effect } from './effects.ts'
import type { EngineEvent } from './events.ts'
import { judgeTasks, noteEstimate } from './limits.ts'
import { advanceTo } from './recheck.ts'
import { changeWorkflow } from './snapshot.ts'
import type { Engine } from './state.ts'
import { expireDue, nextWakeAt } from './wake.ts'

/** The capacity row an event carries, and whose it is. */
const takeLoad = (engine: Engine, event: EngineEvent): void => {
  if (!('load' in event) || event.load === undefined) return
  const agentId =
    event.kind === 'offer.committed'
      ? event.offer.agentId
      : event.kind === 'task.left'
        ? engine.tasks.get(event.taskId)?.agentId
        : event.agentId
  if (agentId !== undefined && agentId !== null) setLoad(engine, agentId, event.load)
}

const change = (engine: Engine, event: EngineEvent, effects: Effect[]): void => {
  switch (event.kind) {
    case 'task.entered':
    case 'task.updated':
      return upsertTask(engine, event.task, effects)
    case 'task.left':
      return leaveTask(engine, event, effects)
    case 'task.estimated':
      return noteEstimate(engine, event.taskId, event.waitMs)
    case 'agent.updated':
      upsertAgent(engine, event.agent, effects)
      return
    case 'agent.left':
      return removeAgent(engine, event, effects)
    case 'agent.presence':
      return changePresence(engine, event, effects)
    case 'agent.shift':
      return changeShift(engine, event)
    case 'offer.committed':
      return commitOffer(engine, event, effects)
    case 'offer.accepted':
      return acceptOffer(engine, event)
    case 'offer.declined':
    case 'offer.expired':
    case 'offer.revoked':
    case 'offer.cancelled':
      return endOffer(engine, event, effects)
    case 'claim.lost':
      return loseClaim(engine, event)
    case 'workflow.changed':
      return changeWorkflow(engine, event.config, effects)
    case 'agent.load':
    case 'tick':
      return
  }
}

/**
 * Takes one event into the state and says what follows from it. Rows not newer than the ones held change nothing.
 * Offers are made by `decide`; call it when the events at hand are applied.
 */
export const applyEvent = (engine: Engine, event: EngineEvent): Effect[] => {
  const effects: Effect[] = []
  if (event.sequence > engine.sequence) engine.sequence = event.sequence
  advanceTo(engine, event.at)
  takeLoad(engine, event)
  change(engine, event, effects)
  reportRelaxed(engine, effects)
  expireDue(engine, effects)
  judgeTasks(engine, effects)
  const at = nextWakeAt(engine)
  if (at !== engine.wakeHint) {
    engine.wakeHint = at
    effects.push({ kind: 'wake', at })
  }
  return effects
}
