import type { AgentSearch } from '../filters/index.ts'
import type { AgeingClass, EngineConfig, QueueConfig, RankingKind, TaskKind } from './config.ts'
import type { RejectReason } from './effects.ts'
import type { AgentInput, AgentSnapshot, RequirementStep, Requirements, TaskInput } from './types.ts'

/**
 * The rules of routing read off the rows one by one, written apart from the engine and without any of its parts: scan
 * everything, sort everything. What it says is what the engine must say.
 */
export interface Rows {
  config: EngineConfig
  now: number
  agents: AgentSnapshot[]
  /** A task in state `offered` counts against its agent whether or not the offer is committed. */
  tasks: TaskInput[]
  /** Task or agent ids that lost a claim, with the instant they come back. */
  setAside: Map<string, number>
}

export interface SlowDecision {
  taskId: string
  agentId: string
  best: string[]
  rejects: Partial<Record<RejectReason, number>>
}

const found = <Row>(row: Row | undefined): Row => {
  if (row === undefined) throw new RangeError('no such row')
  return row
}

export const queueOf = (rows: Rows, task: TaskInput): QueueConfig =>
  found(rows.config.queues.find((queue) => queue.queueId === task.queueId))
const kindOf = (rows: Rows, task: TaskInput): TaskKind =>
  found(rows.config.kinds.find((kind) => kind.kind === task.kind))
const classOf = (rows: Rows, task: TaskInput): AgeingClass =>
  found(rows.config.classes.find((ageing) => ageing.classId === task.classId))

const stepNow = (rows: Rows, task: TaskInput): Requirements =>
  found(
    task.requirements.filter((step: RequirementStep) => step.fromAgeMs <= rows.now - task.enteredAt).at(-1) ??
      task.requirements[0],
  ).requirements

const countsAgainst = (task: TaskInput): boolean =>
  task.state === 'offered' || task.state === 'active' || (task.state !== 'waiting' && task.units > 0)

const heldBy = (rows: Rows, agentId: string): TaskInput[] =>
  rows.tasks.filter((task) => task.agentId === agentId && countsAgainst(task))
const unitsOf = (rows: Rows, agentId: string, interrupted: readonly string[] = []): number =>
  heldBy(rows, agentId)
    .filter((task) => !interrupted.includes(task.kind))
    .reduce((sum, task) => sum + task.units, 0)
const pendingOf = (rows: Rows, agentId: string): number =>
  heldBy(rows, agentId).filter((task) => task.state === 'offered').length

const understands = (spoken: string, wanted: string): boolean => {
  const [left, right] = [spoken.toLowerCase().split('-'), wanted.toLowerCase().split('-')]
  const shared = Math.min(left.length, right.length)
  return left.slice(0, shared).join('-') === right.slice(0, shared).join('-')
}

/** Of the searches that the random rows make: one name, one least rating, one language. */
const isMeant = (agent: AgentInput, { name, rating, languages }: AgentSearch): boolean =>
  (name === null || agent.name === name) &&
  (rating === null || (agent.rating != null && Number(agent.rating) >= Number(rating.slice('gte '.length)))) &&
  languages.every((language) => agent.languages.some((spoken) => understands(spoken, language)))

const isMemberOf = (rows: Rows, task: TaskInput, agent: AgentInput): boolean => {
  const isListed = agent.queues.includes(task.queueId)
  const isMatched = agent.matchedQueues.includes(task.queueId)
  return {
    listed: isListed,
    matched: isMatched,
    either: isListed || isMatched,
    both: isListed && isMatched,
  }[queueOf(rows, task).membership]
}

/** Nobody who is not a member is asked anything else while the queue is closed. */
const isShutOut = (rows: Rows, task: TaskInput, agent: AgentInput): boolean =>
  queueOf(rows, task).isClosed === true && !isMemberOf(rows, task, agent)

export const fitReasons = (rows: Rows, task: TaskInput, { agent }: AgentSnapshot): RejectReason[] => {
  const reasons: RejectReason[] = []
  if (isShutOut(rows, task, agent)) reasons.push('outside_hours')
  else if (!isMemberOf(rows, task, agent)) reasons.push('not_member')
  if (agent.permittedQueues !== null && !agent.permittedQueues.includes(task.queueId)) reasons.push('no_permission')
  const needed = stepNow(rows, task)
  for (const { skill, minLevel } of needed.skills) {
    if (!(skill in agent.skills)) reasons.push('skill_missing')
    else if (found(agent.skills[skill]) < minLevel) reasons.push('level_low')
  }
  for (const { name, minLevel, refusal } of needed.conditions ?? [])
    if ((agent.meets?.[name] ?? 0) < minLevel) reasons.push(refusal.code)
  const { language } = needed
  if (language !== null && !agent.languages.some((spoken) => understands(spoken, language)))
    reasons.push('language_missing')
  const { search } = needed
  if (search !== undefined && !isMeant(agent, search)) reasons.push('search_mismatch')
  return reasons
}

/** Whom the task is kept for: the preferred agent, before its time is over, present, on shift, fitting and not turned down by it. */
const keeperOf = (rows: Rows, task: TaskInput): string | null => {
  const wanted = task.preferred ?? null
  if (wanted === null || rows.now >= wanted.until) return null
  const row = rows.agents.find(({ agent }) => agent.agentId === wanted.agentId)
  const hasDeclined = task.exclusions?.some(({ agentId, until }) => agentId === wanted.agentId && until > rows.now)
  const isThere = row?.presence === 'available' && row.isOffShift !== true
  if (!isThere || hasDeclined === true || fitReasons(rows, task, row).length > 0) return null
  return wanted.agentId
}

/** Those that concern only the two. */
const ownReasons = (rows: Rows, task: TaskInput, row: AgentSnapshot): RejectReason[] => {
  const { agent } = row
  const reasons = fitReasons(rows, task, row)
  if (row.presence !== 'available') reasons.push('presence')
  if (row.isOffShift === true) reasons.push('outside_hours')
  const ownMost = agent.offersAtOnce ?? (agent.kind === 'person' ? 1 : Infinity)
  const offersAtOnce = Math.min(ownMost, row.mostOffers ?? Infinity)
  if (pendingOf(rows, agent.agentId) >= offersAtOnce || (rows.setAside.get(agent.agentId) ?? 0) > rows.now)
    reasons.push('reserved_elsewhere')
  const kind = kindOf(rows, task)
  const own = agent.kindOverrides[task.kind]
  const sameKind = heldBy(rows, agent.agentId).filter((held) => held.kind === task.kind).length
  const most = own?.maxAtOnce === undefined ? kind.maxAtOnce : own.maxAtOnce
  const interrupted = own?.interrupts ?? kind.interrupts ?? []
  const tooMuch = unitsOf(rows, agent.agentId, interrupted) + (own?.units ?? kind.units) > agent.totalUnits
  if (tooMuch || (most !== null && sameKind >= most)) reasons.push('no_capacity')
  if (task.exclusions?.some(({ agentId, until }) => agentId === agent.agentId && until > rows.now) === true)
    reasons.push('excluded_declined')
  const keeper = keeperOf(rows, task)
  if (keeper !== null && keeper !== agent.agentId) reasons.push('delayed')
  return reasons
}

/** Every reason against the pair but `outranked`. */
export const reasonsAgainst = (rows: Rows, task: TaskInput, row: AgentSnapshot): RejectReason[] => {
  const reasons = ownReasons(rows, task, row)
  const gap = queueOf(rows, task).fairnessGap ?? null
  if (reasons.length > 0 || gap === null || keeperOf(rows, task) !== null) return reasons
  const others = rows.agents.filter((other) => ownReasons(rows, task, other).length === 0)
  const least = Math.min(...others.map(({ served = 0 }) => served))
  return (row.served ?? 0) > least + gap ? ['fairness_cap'] : []
}

/** Lowest first, item by item; the last one is the id. */
const rankOf = (rows: Rows, task: TaskInput, row: AgentSnapshot): [number, number, number, string] => {
  const { agent } = row
  const idle = pendingOf(rows, agent.agentId) > 0 ? row.offeredAt : row.idleSince
  const load = agent.totalUnits > 0 ? unitsOf(rows, agent.agentId) / agent.totalUnits : 1
  const needs = stepNow(rows, task).skills.toSorted((left, right) => (left.skill < right.skill ? -1 : 1))
  const surplus = needs.map(({ skill, minLevel }) => {
    const level = agent.skills[skill] ?? 0
    return level > minLevel ? (level - minLevel) / level : 0
  })
  const match = surplus.length === 0 ? 0 : surplus.reduce((sum, value) => sum + value, 0) / surplus.length
  const first: Record<RankingKind, number> = {
    'longest-idle': idle,
    'least-loaded': load,
    'best-match': -match,
    'round-robin': row.offeredAt,
    expression: -(agent.rankValues?.[task.queueId] ?? 0),
  }
  return [first[queueOf(rows, task).ranking], idle, load, agent.agentId]
}

const compareRanks = (left: (number | string)[], right: (number | string)[]): number => {
  for (const [index, value] of left.entries()) {
    const other = found(right[index])
    if (value !== other) return value < other ? -1 : 1
  }
  return 0
}

/** Who could take the task now, best first. */
export const eligibleFor = (rows: Rows, task: TaskInput): AgentSnapshot[] =>
  rows.agents
    .filter((row) => reasonsAgainst(rows, task, row).length === 0)
    .map((row) => ({ row, rank: rankOf(rows, task, row) }))
    .toSorted((left, right) => compareRanks(left.rank, right.rank))
    .map(({ row }) => row)

const REASON_ORDER: RejectReason[] = [
  'not_member',
  'no_permission',
  'skill_missing',
  'level_low',
  'language_missing',
  'search_mismatch',
  'presence',
  'outside_hours',
  'reserved_elsewhere',
  'no_capacity',
  'excluded_declined',
  'delayed',
  'fairness_cap',
]

/** Each agent but the chosen one under its first reason. */
export const rejectsFor = (rows: Rows, task: TaskInput, chosen: string | null): SlowDecision['rejects'] => {
  const rejects: SlowDecision['rejects'] = {}
  for (const row of rows.agents) {
    if (row.agent.agentId === chosen) continue
    const against = reasonsAgainst(rows, task, row)
    const first = REASON_ORDER.find((code) => against.includes(code)) ?? 'outranked'
    const reason = isShutOut(rows, task, row.agent) ? 'outside_hours' : first
    rejects[reason] = (rejects[reason] ?? 0) + 1
  }
  return rejects
}

const slowScore = (rows: Rows, task: TaskInput): number => {
  const { base, slopePerMinute, max } = classOf(rows, task)
  return Math.min(max, base + (slopePerMinute * Math.max(0, rows.now - task.enteredAt)) / 60_000)
}

/** All tasks that wait, the one to serve first leading: a full sort. */
export const waitingInOrder = (rows: Rows): TaskInput[] =>
  rows.tasks
    .filter((task) => task.state === 'waiting' && (rows.setAside.get(task.taskId) ?? 0) <= rows.now)
    .map((task) => ({ task, rank: [-slowScore(rows, task), task.enteredAt, task.taskId] }))
    .toSorted((left, right) => compareRanks(left.rank, right.rank))
    .map(({ task }) => task)

/** Serves the tasks in order, each by its best agent, and writes the reservations into the rows. */
export const decideSlowly = (rows: Rows, limit: number): SlowDecision[] => {
  const decisions: SlowDecision[] = []
  for (const task of waitingInOrder(rows)) {
    if (decisions.length === limit) break
    const eligible = eligibleFor(rows, task)
    const [chosen] = eligible
    if (chosen === undefined) continue
    const { agentId } = chosen.agent
    decisions.push({
      taskId: task.taskId,
      agentId,
      best: eligible.slice(0, rows.config.bestCount).map((row) => row.agent.agentId),
      rejects: rejectsFor(rows, task, agentId),
    })
    task.state = 'offered'
    task.agentId = agentId
    task.units = chosen.agent.kindOverrides[task.kind]?.units ?? kindOf(rows, task).units
    chosen.offeredAt = rows.now
  }
  return decisions
}
