import { upsertAgent } from './apply-agent.ts'
import { attachOffer } from './apply-offer.ts'
import { upsertTask } from './apply-task.ts'
import { refreshAgent } from './availability.ts'
import { byId } from './by-id.ts'
import type { EngineConfig } from './config.ts'
import { createEngine } from './create-engine.ts'
import type { Effect } from './effects.ts'
import { judgeTasks } from './limits.ts'
import { advanceTo } from './recheck.ts'
import { reserveFor } from './reservations.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'
import type { AgentSnapshot, Exclusion, OfferInput, Snapshot, TaskInput } from './types.ts'

const loadAgent = (engine: Engine, row: AgentSnapshot, effects: Effect[]): void => {
  const agent = upsertAgent(engine, row.agent, effects)
  agent.presence = row.presence
  agent.presenceVersion = row.presenceVersion
  agent.idleSince = row.idleSince
  agent.offeredAt = row.offeredAt
  agent.load = row.load
  agent.keepsOffers = row.keepsOffers === true
  agent.mostOffers = row.mostOffers ?? Infinity
  agent.isOffShift = row.isOffShift === true
  refreshAgent(engine, agent)
}

/** Fills an empty engine. What would be reported for these rows (`unroutable`, `refused`) is returned. */
export const loadSnapshot = (engine: Engine, snapshot: Snapshot): Effect[] => {
  const effects: Effect[] = []
  engine.sequence = snapshot.sequence
  advanceTo(engine, snapshot.now)
  for (const row of snapshot.agents) loadAgent(engine, row, effects)
  for (const row of snapshot.tasks) upsertTask(engine, row, effects)
  for (const row of snapshot.offers) {
    const task = engine.tasks.get(row.taskId)
    if (task !== undefined) attachOffer(engine, task, row)
  }
  for (const row of snapshot.agents) restoreIdle(engine, row)
  judgeTasks(engine, effects)
  return effects
}

/** Taking the tasks in counted as fresh work; the rows know better. */
const restoreIdle = (engine: Engine, row: AgentSnapshot): void => {
  const agent = engine.agents.get(row.agent.agentId)
  if (agent === undefined) return
  agent.idleSince = row.idleSince
  agent.served = row.served ?? 0
  refreshAgent(engine, agent)
}

const exclusionsOf = (task: TaskItem): Exclusion[] =>
  [...(task.exclusions ?? [])]
    .map(([agentId, until]) => ({ agentId, until }))
    .toSorted((left, right) => (left.agentId < right.agentId ? -1 : 1))

/** A reservation in flight is no row yet: the task shows as waiting. */
const taskRow = (engine: Engine, task: TaskItem): TaskInput => {
  const isReserved = task.state === 'reserved'
  return {
    taskId: task.id,
    version: task.version,
    queueId: task.queue.id,
    kind: engine.kinds[task.kindIndex]?.kind ?? '',
    classId: engine.classes[task.classIndex]?.classId ?? '',
    enteredAt: task.enteredAt,
    state: task.state === 'reserved' ? 'waiting' : task.state,
    agentId: isReserved ? null : task.agentId,
    units: isReserved ? 0 : task.units,
    requirements: task.steps,
    exclusions: exclusionsOf(task),
    preferred: task.preferred,
    ...(task.limits !== null && { overflow: task.limits.overflow }),
    ...(task.limits?.estimatedMs != null && { estimatedMs: task.limits.estimatedMs }),
    ...(task.limits !== null && task.limits.maxAgeMs < Infinity && { maxAgeMs: task.limits.maxAgeMs }),
    rulePath: task.rulePath,
  }
}

const agentRow = (agent: AgentState): AgentSnapshot => ({
  agent: agent.input,
  presence: agent.presence,
  presenceVersion: agent.presenceVersion,
  idleSince: agent.idleSince,
  offeredAt: agent.offeredAt,
  load: agent.load,
  keepsOffers: agent.keepsOffers,
  mostOffers: agent.mostOffers,
  isOffShift: agent.isOffShift,
  served: agent.served,
})

/** The whole state as rows, ordered by id. Loaded into an empty engine it decides the same from there on. */
export const exportSnapshot = (engine: Engine): Snapshot => {
  const offers: OfferInput[] = []
  for (const { offerId, version, task, agentId, units, expiresAt } of engine.offers.values())
    offers.push({ offerId, version, taskId: task.id, agentId, units, expiresAt })
  return {
    sequence: engine.sequence,
    now: engine.now,
    tasks: byId(engine.tasks.values()).map((task) => taskRow(engine, task)),
    agents: byId(engine.agents.values()).map(agentRow),
    offers: offers.toSorted((left, right) => (left.offerId < right.offerId ? -1 : 1)),
  }
}

/** Rebuilds the engine under another workflow version; reservations in flight are kept. */
export const changeWorkflow = (engine: Engine, config: EngineConfig, effects: Effect[]): void => {
  const snapshot = exportSnapshot(engine)
  const reserved = byId(engine.tasks.values()).filter((task) => task.state === 'reserved')
  const next = createEngine(config)
  if (config.servedSince !== engine.config.servedSince) for (const row of snapshot.agents) row.served = 0
  effects.push(...loadSnapshot(next, snapshot))
  for (const { id, agentId, units, decidedVersion } of reserved) {
    const task = next.tasks.get(id)
    const agent = agentId === null ? undefined : next.agents.get(agentId)
    if (task === undefined || agent === undefined) continue
    task.decidedVersion = decidedVersion
    reserveFor(next, task, agent, units)
  }
  Object.assign(engine, next, { wakeHint: engine.wakeHint })
}
