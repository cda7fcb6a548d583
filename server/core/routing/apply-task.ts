import { byId } from './by-id.ts'
import type { Effect, RevokeReason } from './effects.ts'
import type { EngineEvent } from './events.ts'
import { releaseHold, takeHold } from './holds.ts'
import { limitsOf } from './limits.ts'
import { enterLane, isInLane, leaveLane } from './lanes.ts'
import { explainTask } from './record.ts'
import { setPreferred } from './preferred.ts'
import { forgetExclusion, requirementsAt, scheduleTask } from './recheck.ts'
import { addTaskTo, moveTask, removeTaskFrom, signatureOf } from './signatures.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'
import type { Exclusion, TaskInput } from './types.ts'
import { refreshAgent } from './availability.ts'

export const revoke = (task: TaskItem, reason: RevokeReason, effects: Effect[]): void => {
  const { offer } = task
  if (offer !== null)
    effects.push({ kind: 'revoke', offerId: offer.offerId, taskId: task.id, agentId: offer.agentId, reason })
}

export const dropOffer = (engine: Engine, task: TaskItem): void => {
  if (task.offer === null) return
  engine.offers.delete(task.offer.offerId)
  task.offer = null
}

export const exclude = (engine: Engine, task: TaskItem, { agentId, until }: Exclusion): void => {
  if (until <= engine.now) return
  task.exclusions ??= new Map()
  const agent = engine.agents.get(agentId)
  if (agent !== undefined && !task.exclusions.has(agentId)) agent.exclusionCount += 1
  task.exclusions.set(agentId, until)
}

const clearExclusions = (engine: Engine, task: TaskItem): void => {
  if (task.exclusions === null) return
  for (const agentId of task.exclusions.keys()) forgetExclusion(engine, agentId)
  task.exclusions = null
}

/** Work ended or began for the agent: its idle time starts anew. */
export const touchAgent = (engine: Engine, agent: AgentState): void => {
  agent.idleSince = Math.max(agent.idleSince, engine.now)
  refreshAgent(engine, agent)
}

/** An agent took a task, or was given it. */
export const serveAgent = (engine: Engine, agent: AgentState): void => {
  agent.served += 1
  touchAgent(engine, agent)
}

/** Ends whatever hold the task has; finished work (not a mere offer) restarts the agent's idle time. */
const letGo = (engine: Engine, task: TaskItem): void => {
  const { hold } = task
  if (hold === null) return
  releaseHold(engine, task)
  if (!hold.isPending) touchAgent(engine, hold.agent)
}

const refusalOf = (engine: Engine, input: TaskInput): Extract<Effect, { kind: 'refused' }>['code'] | null => {
  if (!engine.queues.has(input.queueId)) return 'unknown_queue'
  if (!engine.kindIndexes.has(input.kind)) return 'unknown_kind'
  if (!engine.classIndexes.has(input.classId)) return 'unknown_class'
  return input.requirements.length === 0 ? 'no_requirements' : null
}

const createTask = (engine: Engine, input: TaskInput): TaskItem | null => {
  const queue = engine.queues.get(input.queueId)
  const kindIndex = engine.kindIndexes.get(input.kind)
  const classIndex = engine.classIndexes.get(input.classId)
  if (queue === undefined || kindIndex === undefined || classIndex === undefined) return null
  const needed = requirementsAt(input.requirements, engine.now - input.enteredAt)
  const signature = signatureOf(engine, queue, kindIndex, needed)
  addTaskTo(engine, signature)
  const task: TaskItem = {
    id: input.taskId,
    version: input.version,
    queue,
    kindIndex,
    classIndex,
    enteredAt: input.enteredAt,
    steps: input.requirements,
    rulePath: input.rulePath,
    state: 'paused',
    isMarked: false,
    agentId: null,
    units: 0,
    hold: null,
    offer: null,
    signature,
    decidedVersion: 0,
    setAsideUntil: 0,
    recheckAt: Infinity,
    exclusions: null,
    preferred: null,
    keptFor: null,
    limits: null,
  }
  engine.tasks.set(task.id, task)
  return task
}

const place = (engine: Engine, task: TaskItem, input: TaskInput): void => {
  const queue = engine.queues.get(input.queueId) ?? task.queue
  task.limits = limitsOf(input, task.queue === queue ? task.limits : null)
  task.queue = queue
  task.kindIndex = engine.kindIndexes.get(input.kind) ?? task.kindIndex
  task.classIndex = engine.classIndexes.get(input.classId) ?? task.classIndex
  task.enteredAt = input.enteredAt
  task.steps = input.requirements
  task.rulePath = input.rulePath
  setPreferred(engine, task, input.preferred ?? null)
  const needed = requirementsAt(input.requirements, engine.now - input.enteredAt)
  moveTask(engine, task, signatureOf(engine, queue, task.kindIndex, needed))
}

/** Whether the task counts against its agent: a pause or wrap-up does only where its row says units. */
export const holdsUnits = ({ state, units }: TaskItem): boolean =>
  state === 'reserved' || state === 'offered' || state === 'active' || (state !== 'waiting' && units > 0)

/** Whether the agent has it in hand or aside, and was not merely offered it. */
export const hasTaken = (task: Pick<TaskItem, 'agentId' | 'state'>, agentId: string | null): boolean =>
  task.agentId === agentId && task.state !== 'waiting' && task.state !== 'offered' && task.state !== 'reserved'

/** Takes over state and holder from the row. An offer of ours that the row does not show any more is taken back. */
const settleState = (engine: Engine, task: TaskItem, input: TaskInput, effects: Effect[]): void => {
  const { offer } = task
  const wasHis = hasTaken(task, input.agentId)
  if (offer !== null && (input.state !== 'offered' || input.agentId !== offer.agentId)) {
    if (input.state !== 'waiting' && input.agentId !== offer.agentId) revoke(task, 'taken_elsewhere', effects)
    dropOffer(engine, task)
  }
  task.state = input.state
  task.agentId = input.agentId
  task.units = input.units
  const agent = input.agentId === null ? undefined : engine.agents.get(input.agentId)
  if (agent === undefined || !holdsUnits(task)) return letGo(engine, task)
  const isPending = input.state === 'offered'
  const began = !isPending && (task.hold?.agent !== agent || task.hold.isPending)
  if (task.hold !== null && task.hold.agent !== agent) letGo(engine, task)
  takeHold(engine, task, { agent, units: input.units, isInFlight: false, isPending })
  if (began && wasHis) touchAgent(engine, agent)
  else if (began) serveAgent(engine, agent)
}

/** `task.entered`, `task.updated` and the rows of a snapshot. */
export const upsertTask = (engine: Engine, input: TaskInput, effects: Effect[]): void => {
  const held = engine.tasks.get(input.taskId)
  if (held !== undefined && input.version <= held.version) return
  const code = refusalOf(engine, input)
  const task = code === null ? (held ?? createTask(engine, input)) : null
  if (task === null) {
    if (code !== null) effects.push({ kind: 'refused', taskId: input.taskId, code })
    return
  }
  if (isInLane(task)) leaveLane(engine, task)
  const inFlight = task.state === 'reserved' && input.state === 'waiting' ? task.hold : null
  if (task.kindIndex !== engine.kindIndexes.get(input.kind) && inFlight === null) releaseHold(engine, task)
  task.version = input.version
  task.setAsideUntil = 0
  if (inFlight === null) {
    place(engine, task, input)
    settleState(engine, task, input, effects)
  } else placeReserved(engine, task, input)
  if (input.exclusions !== undefined) {
    clearExclusions(engine, task)
    for (const exclusion of input.exclusions) exclude(engine, task, exclusion)
  }
  scheduleTask(engine, task, engine.now)
  if (isInLane(task)) enterLane(engine, task)
  if (task.state === 'waiting' && task.signature.eligibleCount === 0) reportUnroutable(engine, task, effects)
}

/** A waiting row newer than the one a decision was made on: the reservation stands until its commit is known. */
const placeReserved = (engine: Engine, task: TaskItem, input: TaskInput): void => {
  const { hold } = task
  releaseHold(engine, task)
  place(engine, task, input)
  if (hold !== null) takeHold(engine, task, hold)
}

/** Says so unless a later step may still find somebody. */
export const reportUnroutable = (engine: Engine, task: TaskItem, effects: Effect[]): void => {
  // What entered after the engine last looked at the clock is at its first step.
  const ageMs = Math.max(0, engine.now - task.enteredAt)
  if (task.steps.some((step) => step.fromAgeMs > ageMs)) return
  effects.push({ kind: 'unroutable', taskId: task.id, record: explainTask(engine, task, engine.now) })
}

/** The same of tasks whose requirements have relaxed and that nobody meets even so. */
export const reportRelaxed = (engine: Engine, effects: Effect[]): void => {
  if (engine.toReport.size === 0) return
  const tasks = byId(engine.toReport)
  engine.toReport.clear()
  for (const task of tasks) {
    const isStranded = task.state === 'waiting' && task.signature.eligibleCount === 0
    if (isStranded && engine.tasks.get(task.id) === task) reportUnroutable(engine, task, effects)
  }
}

export const leaveTask = (
  engine: Engine,
  event: Extract<EngineEvent, { kind: 'task.left' }>,
  effects: Effect[],
): void => {
  const task = engine.tasks.get(event.taskId)
  if (task === undefined || event.version < task.version) return
  if (isInLane(task)) leaveLane(engine, task)
  revoke(task, 'task_left', effects)
  dropOffer(engine, task)
  letGo(engine, task)
  clearExclusions(engine, task)
  setPreferred(engine, task, null)
  removeTaskFrom(engine, task.signature)
  engine.tasks.delete(task.id)
}

/** Puts a task nobody took back among the waiting, at its old rank. */
export const backToWaiting = (engine: Engine, task: TaskItem): void => {
  dropOffer(engine, task)
  letGo(engine, task)
  task.state = 'waiting'
  task.agentId = null
  task.units = 0
  if (isInLane(task)) enterLane(engine, task)
}
