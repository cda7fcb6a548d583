import { lowestBit, widenBits, widenKeys } from './bits.ts'
import type { QueueConfig } from './config.ts'
import type { WordStore } from './word-store.ts'
import { CLOSED, FULL, type AgentState, type QueueState } from './state.ts'

const FIRST_WORDS = 2

/** A queue without members. */
export const createPool = (config: QueueConfig, kindCount: number, store: WordStore): QueueState => ({
  id: config.queueId,
  config,
  members: [],
  memberIndexes: new Int32Array(FIRST_WORDS * 32),
  memberCount: 0,
  freePositions: [],
  openCount: 0,
  words: FIRST_WORDS,
  planeCount: FULL + kindCount,
  store,
  planes: new Uint32Array(FIRST_WORDS * (FULL + kindCount)),
  signatures: new Map(),
  limited: null,
})

const widen = (queue: QueueState): void => {
  const before = queue.words
  queue.words *= 2
  const indexes = new Int32Array(queue.words * 32)
  indexes.set(queue.memberIndexes)
  queue.memberIndexes = indexes
  queue.planes = widenBits(queue.planes, queue.words * queue.planeCount)
  for (const signature of queue.signatures.values()) {
    signature.eligibleBase = queue.store.widen(signature.eligibleBase, before, queue.words)
    if (signature.matchKeys.length > 0) signature.matchKeys = widenKeys(signature.matchKeys, queue.words * 32)
  }
}

/** Whether an agent with these flags has room for a task of any kind. */
export const isOpen = (flags: number, kindCount: number): boolean =>
  (flags & CLOSED) === 0 && (~(flags >> FULL) & ((1 << kindCount) - 1)) !== 0

const isOpenIn = (queue: QueueState, agent: AgentState): boolean => isOpen(agent.flags, queue.planeCount - FULL)

/** Flips the member's bit in every plane whose bit in `planeMask` is set. */
export const flipPlanes = (queue: QueueState, position: number, planeMask: number): void => {
  const { planes } = queue
  const base = (position >>> 5) * queue.planeCount
  const bit = 1 << (position & 31)
  for (let rest = planeMask; rest !== 0; rest &= rest - 1) {
    const at = base + lowestBit(rest)
    planes[at] = (planes[at] ?? 0) ^ bit
  }
}

/** Gives the agent a position in the queue and shows its flags there. */
export const joinPool = (queue: QueueState, agent: AgentState): number => {
  const position = queue.freePositions.pop() ?? queue.members.length
  if (position >= queue.words * 32) widen(queue)
  queue.members[position] = agent
  queue.memberIndexes[position] = agent.index
  queue.memberCount += 1
  agent.memberships.push({ queue, position })
  flipPlanes(queue, position, agent.flags)
  if (isOpenIn(queue, agent)) queue.openCount += 1
  return position
}

/** The caller drops the membership from the agent. */
export const leavePool = (queue: QueueState, position: number): void => {
  const agent = queue.members[position]
  if (agent) {
    flipPlanes(queue, position, agent.flags)
    if (isOpenIn(queue, agent)) queue.openCount -= 1
  }
  queue.members[position] = null
  queue.memberCount -= 1
  queue.freePositions.push(position)
}
