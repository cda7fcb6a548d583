import { canTakeKind } from './availability.ts'
import { countBits, lowestBit } from './bits.ts'
import { isExcluded } from './excluded.ts'
import { keeperOf } from './preferred.ts'
import { isEligible } from './signatures.ts'
import type { AgentState, Engine, QueueState, Signature, TaskItem } from './state.ts'
import { ABSENT, FULL, OFF_SHIFT, RESERVED } from './state.ts'

/** Who could take a task now, best first, and how many of those who fit it could not. */
export interface Choice {
  /** Positions in the task's queue; at most `bestCount`. */
  best: number[]
  /** What they were ranked by, lowest first. */
  keys: number[]
  /** All who could take it, the listed ones included. */
  freeCount: number
  absentCount: number
  offShiftCount: number
  reservedCount: number
  fullCount: number
  /** Free, but the task is not to be offered to them yet. */
  excludedCount: number
  /** Free, but the task is kept for another one. */
  delayedCount: number
  /** Free, but took more tasks than `servedCap`. */
  cappedCount: number
  /** The most tasks an agent may have taken who gets the task; Infinity = any number. */
  servedCap: number
}

/** What the queue ranks the member at a position by, lowest first. */
const rankKeyAt = (engine: Engine, signature: Signature, position: number): number => {
  const { queue } = signature
  switch (queue.config.ranking) {
    case 'longest-idle':
      return engine.idleKeys[queue.memberIndexes[position] ?? 0] ?? 0
    case 'least-loaded':
      return engine.loadKeys[queue.memberIndexes[position] ?? 0] ?? 0
    case 'best-match':
      return signature.matchKeys[position] ?? 0
    case 'round-robin':
      return queue.members[position]?.offeredAt ?? 0
    case 'expression':
      return -(queue.members[position]?.input.rankValues?.[queue.id] ?? 0)
  }
}

/** Between equal keys: idle time, then load, then id. Strict and total. */
const winsTie = (engine: Engine, queue: QueueState, left: number, right: number): boolean => {
  const [leftIndex = 0, rightIndex = 0] = [queue.memberIndexes[left], queue.memberIndexes[right]]
  const byIdle = (engine.idleKeys[leftIndex] ?? 0) - (engine.idleKeys[rightIndex] ?? 0)
  if (byIdle !== 0) return byIdle < 0
  const byLoad = (engine.loadKeys[leftIndex] ?? 0) - (engine.loadKeys[rightIndex] ?? 0)
  if (byLoad !== 0) return byLoad < 0
  return (queue.members[left]?.id ?? '') < (queue.members[right]?.id ?? '')
}

/** Replaced with the first who is free, never written to. */
const NONE: number[] = []

const keepBest = (engine: Engine, signature: Signature, choice: Choice, position: number): void => {
  const key = rankKeyAt(engine, signature, position)
  if (choice.freeCount === 1) {
    // Often the only one, and a list made whole is far smaller than one that grows from nothing.
    choice.best = [position]
    choice.keys = [key]
    return
  }
  const { best, keys } = choice
  let at = best.length
  for (; at > 0; at -= 1) {
    const above = keys[at - 1] ?? 0
    if (key > above || (key === above && !winsTie(engine, signature.queue, position, best[at - 1] ?? 0))) break
  }
  if (at >= engine.config.bestCount) return
  if (best.length === engine.config.bestCount) {
    best.pop()
    keys.pop()
  }
  best.push(position)
  keys.push(key)
  for (let below = best.length - 1; below > at; below -= 1) {
    best[below] = best[below - 1] ?? 0
    keys[below] = keys[below - 1] ?? 0
  }
  best[at] = position
  keys[at] = key
}

const takeFree = (engine: Engine, task: TaskItem, choice: Choice, position: number): void => {
  if (task.exclusions !== null && isExcluded(task, task.queue.members[position]?.id ?? '', engine.now)) {
    choice.excludedCount += 1
    return
  }
  if (choice.servedCap !== Infinity && (task.queue.members[position]?.served ?? 0) > choice.servedCap) {
    choice.cappedCount += 1
    return
  }
  choice.freeCount += 1
  keepBest(engine, task.signature, choice, position)
}

/** Cheaper than a choice: whether any agent who fits the task is open, exclusions apart. */
export const isAnybodyFree = ({ signature, queue, kindIndex, keptFor }: TaskItem): boolean => {
  if (keptFor !== null) return canTakeKind(keptFor, kindIndex)
  if (queue.openCount === 0) return false
  const { eligibleBase } = signature
  const { planes, planeCount, store } = queue
  for (let word = 0; word < queue.words; word += 1) {
    const base = word * planeCount
    const closed =
      (planes[base + ABSENT] ?? 0) |
      (planes[base + OFF_SHIFT] ?? 0) |
      (planes[base + RESERVED] ?? 0) |
      (planes[base + FULL + kindIndex] ?? 0)
    if (((store.words[eligibleBase + word] ?? 0) & ~closed) !== 0) return true
  }
  return false
}

/** Leaves of those who are free only the one the task is kept for. */
const delayOthers = (engine: Engine, task: TaskItem, choice: Choice, keeper: AgentState): void => {
  const isFree = canTakeKind(keeper, task.kindIndex)
  const position = task.queue.members.indexOf(keeper)
  choice.delayedCount = choice.freeCount - Number(isFree)
  choice.freeCount = Number(isFree)
  choice.best = isFree ? [position] : NONE
  choice.keys = isFree ? [rankKeyAt(engine, task.signature, position)] : NONE
}

/** What the least served of those who could take the task took, and the gap of the queue. */
const servedCapOf = (engine: Engine, task: TaskItem, gap: number): number => {
  let least = Infinity
  for (const [position, agent] of task.queue.members.entries()) {
    if (agent === null || !isEligible(task.signature, position) || !canTakeKind(agent, task.kindIndex)) continue
    if (!isExcluded(task, agent.id, engine.now)) least = Math.min(least, agent.served)
  }
  return least + gap
}

/**
 * One sweep over the bit planes of the task's queue: each member who fits the requirements is counted once, as absent,
 * off shift, reserved, full, excluded or free, in that order, which makes the reject histogram exact at the cost of a few
 * population counts. Of those who are free some may have to stand back: for whom the task prefers, or for who is served
 * less.
 */
export const chooseAgent = (engine: Engine, task: TaskItem): Choice => {
  const choice: Choice = {
    best: NONE,
    keys: NONE,
    freeCount: 0,
    absentCount: 0,
    offShiftCount: 0,
    reservedCount: 0,
    fullCount: 0,
    excludedCount: 0,
    delayedCount: 0,
    cappedCount: 0,
    servedCap: Infinity,
  }
  const keeper = task.preferred === null ? null : keeperOf(engine, task)
  const gap = task.queue.config.fairnessGap ?? null
  if (gap !== null && keeper === null) choice.servedCap = servedCapOf(engine, task, gap)
  sweep(engine, task, choice)
  if (keeper !== null) delayOthers(engine, task, choice, keeper)
  return choice
}

const sweep = (engine: Engine, task: TaskItem, choice: Choice): void => {
  const { eligibleBase } = task.signature
  const { planes, planeCount, store, words } = task.queue
  const fullPlane = FULL + task.kindIndex
  for (let word = 0; word < words; word += 1) {
    const fits = store.words[eligibleBase + word] ?? 0
    if (fits === 0) continue
    const base = word * planeCount
    const present = fits & ~(planes[base + ABSENT] ?? 0)
    const onShift = present & ~(planes[base + OFF_SHIFT] ?? 0)
    const open = onShift & ~(planes[base + RESERVED] ?? 0)
    const free = open & ~(planes[base + fullPlane] ?? 0)
    choice.absentCount += countBits(fits ^ present)
    choice.offShiftCount += countBits(present ^ onShift)
    choice.reservedCount += countBits(onShift ^ open)
    choice.fullCount += countBits(open ^ free)
    for (let rest = free; rest !== 0; rest &= rest - 1) takeFree(engine, task, choice, (word << 5) + lowestBit(rest))
  }
}
