import { clearBit, hasBit, setBit } from './bits.ts'
import { matchOf, misfitOf } from './fit.ts'
import { phrasesOf } from './reasons.ts'
import type { AgentState, Engine, QueueState, Signature, TaskItem } from './state.ts'
import { TaskOrder } from './task-order.ts'
import type { Requirements, SkillRequirement } from './types.ts'

/** Signatures without a task that are kept; making one costs a look at every member of its queue. */
const MOST_EMPTY_SIGNATURES = 10_000

const skillOrder = (left: SkillRequirement, right: SkillRequirement): number =>
  left.skill === right.skill ? left.minLevel - right.minLevel : left.skill < right.skill ? -1 : 1

/** One order of the skills, so that sums over them do not depend on which task came first. */
const inOrder = ({ skills, language }: Requirements): Requirements => ({
  skills: skills.length < 2 ? skills : skills.toSorted(skillOrder),
  language,
})

const keyOf = (kindIndex: number, { skills, language }: Requirements): string => {
  let key = `${kindIndex}|${language ?? ''}`
  for (const { skill, minLevel } of skills) key += `|${skill}:${minLevel}`
  return key
}

const newLaneBase = (engine: Engine): number => {
  const reused = engine.freeLaneBases.pop()
  if (reused !== undefined) return reused
  const base = engine.lanes.length
  for (let index = 0; index < engine.classes.length; index += 1) {
    engine.lanes.push(new TaskOrder())
    engine.heads.push(null)
  }
  if (engine.lanes.length > engine.headEntries.length) {
    const wider = new Float64Array(engine.headEntries.length * 2).fill(Infinity)
    wider.set(engine.headEntries)
    engine.headEntries = wider
  }
  return base
}

const KIND_BITS = 5

/** The signature's first lane and its kind in one number, so that a sweep over what an agent serves reads one list. */
const serving = ({ laneBase, kindIndex }: Signature): number => (laneBase << KIND_BITS) | kindIndex

export const laneBaseOf = (served: number): number => served >>> KIND_BITS

export const kindIndexOf = (served: number): number => served & ((1 << KIND_BITS) - 1)

/** Counts a member in: eligible, or under the first reason why not. */
export const countMember = (signature: Signature, agent: AgentState, position: number): void => {
  const misfit = misfitOf(agent, signature.queue.id, signature.requirements)
  if (misfit !== null) {
    signature.misfits[misfit] += 1
    return
  }
  setBit(signature.eligible, position)
  signature.eligibleCount += 1
  agent.servings.push(serving(signature))
  if (signature.matchKeys.length > 0) signature.matchKeys[position] = -matchOf(agent, signature.requirements)
}

/** Undoes `countMember`; the agent's input must still be the one it was counted with. */
export const uncountMember = (signature: Signature, agent: AgentState, position: number): void => {
  if (!hasBit(signature.eligible, position)) {
    const misfit = misfitOf(agent, signature.queue.id, signature.requirements)
    if (misfit !== null) signature.misfits[misfit] -= 1
    return
  }
  clearBit(signature.eligible, position)
  signature.eligibleCount -= 1
  const { servings } = agent
  const at = servings.indexOf(serving(signature))
  const last = servings.pop()
  if (last !== undefined && at < servings.length) servings[at] = last
}

const createSignature = (
  engine: Engine,
  queue: QueueState,
  kindIndex: number,
  requirements: Requirements,
): Signature => {
  const signature: Signature = {
    key: keyOf(kindIndex, requirements),
    queue,
    kindIndex,
    requirements,
    phrases: phrasesOf(requirements),
    laneBase: newLaneBase(engine),
    taskCount: 0,
    eligible: new Uint32Array(queue.words),
    eligibleCount: 0,
    matchKeys: new Float64Array(queue.config.ranking === 'best-match' ? queue.words * 32 : 0),
    misfits: { no_permission: 0, skill_missing: 0, level_low: 0, language_missing: 0 },
  }
  for (const [position, agent] of queue.members.entries()) if (agent !== null) countMember(signature, agent, position)
  queue.signatures.set(signature.key, signature)
  return signature
}

/** The signature a task of the queue and kind with these requirements belongs to; made on first use. */
export const signatureOf = (
  engine: Engine,
  queue: QueueState,
  kindIndex: number,
  requirements: Requirements,
): Signature => {
  const ordered = inOrder(requirements)
  return queue.signatures.get(keyOf(kindIndex, ordered)) ?? createSignature(engine, queue, kindIndex, ordered)
}

const drop = (engine: Engine, signature: Signature): void => {
  for (const [position, agent] of signature.queue.members.entries())
    if (agent !== null) uncountMember(signature, agent, position)
  signature.queue.signatures.delete(signature.key)
  engine.emptySignatures.delete(signature)
  engine.freeLaneBases.push(signature.laneBase)
}

export const addTaskTo = (engine: Engine, signature: Signature): void => {
  if (signature.taskCount === 0) engine.emptySignatures.delete(signature)
  signature.taskCount += 1
}

export const removeTaskFrom = (engine: Engine, signature: Signature): void => {
  signature.taskCount -= 1
  if (signature.taskCount > 0) return
  engine.emptySignatures.add(signature)
  if (engine.emptySignatures.size <= MOST_EMPTY_SIGNATURES) return
  const [oldest] = engine.emptySignatures
  if (oldest !== undefined) drop(engine, oldest)
}

/** The task must not be in a lane. */
export const moveTask = (engine: Engine, task: TaskItem, next: Signature): void => {
  addTaskTo(engine, next)
  removeTaskFrom(engine, task.signature)
  task.signature = next
}
