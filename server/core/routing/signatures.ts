import { clearBit, hasBit, setBit } from './bits.ts'
import { matchOf, type Misfit, misfitOf } from './fit.ts'
import { phrasesOf } from './reasons.ts'
import type { AgentState, Engine, QueueState, Signature, TaskItem } from './state.ts'
import type { WordStore } from './word-store.ts'
import type { Condition, Requirements, SkillRequirement } from './types.ts'

/** Signatures without a task that are kept; making one costs a look at every member of its queue. */
const MOST_EMPTY_SIGNATURES = 10_000

const skillOrder = (left: SkillRequirement, right: SkillRequirement): number =>
  left.skill === right.skill ? left.minLevel - right.minLevel : left.skill < right.skill ? -1 : 1

const conditionOrder = (left: Condition, right: Condition): number =>
  left.name === right.name ? left.minLevel - right.minLevel : left.name < right.name ? -1 : 1

/** One order of the skills, so that sums over them do not depend on which task came first; and one of the conditions. */
const inOrder = (requirements: Requirements): Requirements => {
  const { skills, conditions = [] } = requirements
  if (skills.length < 2 && conditions.length < 2) return requirements
  return {
    ...requirements,
    skills: skills.toSorted(skillOrder),
    ...(conditions.length > 0 && { conditions: conditions.toSorted(conditionOrder) }),
  }
}

const keyOf = (kindIndex: number, { skills, conditions, language, search }: Requirements): string => {
  let key = `${kindIndex}|${language ?? ''}`
  for (const { skill, minLevel } of skills) key += `|${skill}:${minLevel}`
  if (conditions !== undefined) for (const { name, minLevel } of conditions) key += `|?${name}:${minLevel}`
  return search === undefined ? key : `${key}|${JSON.stringify([search.name, search.rating, search.languages])}`
}

const newLaneBase = ({ freeLaneBases, lanes, classes }: Engine): number =>
  freeLaneBases.pop() ?? lanes.addLanes(classes.length)

const KIND_BITS = 5

/** The signature's first lane and its kind in one number, so that a sweep over what an agent serves reads one list. */
const serving = ({ laneBase, kindIndex }: Signature): number => (laneBase << KIND_BITS) | kindIndex

export const laneBaseOf = (served: number): number => served >>> KIND_BITS

export const kindIndexOf = (served: number): number => served & ((1 << KIND_BITS) - 1)

const FIRST_SERVINGS = 8

const addServing = (store: WordStore, agent: AgentState, served: number): void => {
  if (agent.servingsCount === agent.servingsLength) {
    const length = agent.servingsLength === 0 ? FIRST_SERVINGS : agent.servingsLength * 2
    agent.servingsBase = store.widen(agent.servingsBase, agent.servingsLength, length)
    agent.servingsLength = length
  }
  store.words[agent.servingsBase + agent.servingsCount] = served
  agent.servingsCount += 1
}

const removeServing = ({ words }: WordStore, agent: AgentState, served: number): void => {
  const last = agent.servingsBase + agent.servingsCount - 1
  let at = last
  while (at > agent.servingsBase && words[at] !== served) at -= 1
  words[at] = words[last] ?? 0
  agent.servingsCount -= 1
}

/** Whether the member at a position of the queue fits the requirements. */
export const isEligible = ({ queue, eligibleBase }: Signature, position: number): boolean =>
  hasBit(queue.store.words, eligibleBase * 32 + position)

const noMisfits: Signature['misfits'] = {
  not_member: 0,
  no_permission: 0,
  skill_missing: 0,
  level_low: 0,
  language_missing: 0,
  search_mismatch: 0,
}

/** Decisions hold the counts as they were, so they are replaced. */
const countMisfit = (signature: Signature, misfit: Misfit, change: 1 | -1): void => {
  const { not_member, no_permission, skill_missing, level_low, language_missing, search_mismatch } = signature.misfits
  const misfits = { not_member, no_permission, skill_missing, level_low, language_missing, search_mismatch }
  misfits[misfit] += change
  signature.misfits = misfits
}

/** Counts a member in: eligible, or under the first reason why not. */
export const countMember = (signature: Signature, agent: AgentState, position: number): void => {
  const { queue, requirements } = signature
  const misfit = misfitOf(agent, queue.id, requirements)
  if (misfit !== null) {
    countMisfit(signature, misfit, 1)
    return
  }
  addServing(queue.store, agent, serving(signature))
  setBit(queue.store.words, signature.eligibleBase * 32 + position)
  signature.eligibleCount += 1
  if (signature.matchKeys.length > 0) signature.matchKeys[position] = -matchOf(agent, requirements)
}

/** Undoes `countMember`; the agent's input must still be the one it was counted with. */
export const uncountMember = (signature: Signature, agent: AgentState, position: number): void => {
  const { queue, requirements } = signature
  if (!isEligible(signature, position)) {
    const misfit = misfitOf(agent, queue.id, requirements)
    if (misfit !== null) countMisfit(signature, misfit, -1)
    return
  }
  clearBit(queue.store.words, signature.eligibleBase * 32 + position)
  signature.eligibleCount -= 1
  removeServing(queue.store, agent, serving(signature))
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
    eligibleBase: queue.store.take(queue.words),
    eligibleCount: 0,
    matchKeys: new Float64Array(queue.config.ranking === 'best-match' ? queue.words * 32 : 0),
    misfits: noMisfits,
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
  engine.store.giveBack(signature.eligibleBase, signature.queue.words)
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
