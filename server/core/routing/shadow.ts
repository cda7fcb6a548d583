import { applyEvent } from './apply-event.ts'
import { refreshAgent } from './availability.ts'
import type { EngineConfig } from './config.ts'
import { decide } from './decide.ts'
import type { Decision, Effect } from './effects.ts'
import type { EngineEvent } from './events.ts'
import { beginOf, type EngineLog } from './replay.ts'
import { reserveFor, takeBack } from './reservations.ts'
import type { Engine } from './state.ts'

/** A config made of the one that was live; also applied to the ones that became live later in the log. */
export type ConfigChange = (live: EngineConfig) => EngineConfig

/** Where the candidate would have done something else; null = it, or the live one, offered the task to nobody then. */
export type Difference =
  | { kind: 'choice'; now: number; taskId: string; live: string | null; candidate: string | null }
  /** Only one of the two said this of the task. */
  | { kind: 'effect'; now: number; taskId: string; effect: Effect['kind']; by: 'live' | 'candidate' }

type Choice = Extract<Difference, { kind: 'choice' }>

export interface Shadowed {
  /** Of the live config. */
  decisions: number
  differences: Difference[]
}

const follow = (event: EngineEvent, change: ConfigChange): EngineEvent =>
  event.kind === 'workflow.changed' ? { ...event, config: change(event.config) } : event

type Told = Extract<Effect, { kind: 'unroutable' | 'exhausted' | 'refused' | 'overflow' | 'expire-task' }>

const isTold = (effect: Effect): effect is Told =>
  ['unroutable', 'exhausted', 'refused', 'overflow', 'expire-task'].includes(effect.kind)

const nameOf = (effect: Told): string => `${effect.kind} ${effect.taskId} ${'step' in effect ? effect.step : ''}`

const differentEffects = (now: number, live: Effect[], candidate: Effect[]): Difference[] => {
  const only = (ones: Effect[], others: Effect[], by: 'live' | 'candidate'): Difference[] => {
    const known = new Set(others.filter(isTold).map(nameOf))
    return ones
      .filter(isTold)
      .filter((one) => !known.has(nameOf(one)))
      .map(({ kind: effect, taskId }) => ({ kind: 'effect', now, taskId, effect, by }))
  }
  return [...only(live, candidate, 'live'), ...only(candidate, live, 'candidate')]
}

/** Gives the candidate the reservations of the live engine instead of its own, so that both go on from one state. */
const align = (live: Engine, candidate: Engine, made: Decision[], would: Decision[]): void => {
  for (const { taskId } of would) takeBack(candidate, taskId)
  for (const { taskId, agentId, units } of made) {
    const task = candidate.tasks.get(taskId)
    const agent = candidate.agents.get(agentId)
    if (task === undefined || agent === undefined) continue
    task.decidedVersion = task.version
    reserveFor(candidate, task, agent, units)
  }
  for (const { agentId } of [...made, ...would]) {
    const agent = candidate.agents.get(agentId)
    if (agent === undefined) continue
    agent.offeredAt = live.agents.get(agentId)?.offeredAt ?? agent.offeredAt
    refreshAgent(candidate, agent)
  }
}

const differentChoices = (now: number, made: Decision[], would: Decision[]): Choice[] => {
  const live = new Map(made.map(({ taskId, agentId }) => [taskId, agentId]))
  const candidate = new Map(would.map(({ taskId, agentId }) => [taskId, agentId]))
  const taskIds = new Set([...live.keys(), ...candidate.keys()])
  return [...taskIds]
    .map((taskId) => ({ taskId, live: live.get(taskId) ?? null, candidate: candidate.get(taskId) ?? null }))
    .filter((choice) => choice.live !== choice.candidate)
    .map((choice) => ({ kind: 'choice', now, ...choice }))
}

/**
 * What a candidate config would have decided beside the live one (`routing.md` L2, shadow). At every decision both stand in
 * the state that really was: the candidate's choice is compared and then dropped for the live one. What the candidate
 * wants again and again is listed once.
 */
export const shadow = (log: EngineLog, change: ConfigChange): Shadowed => {
  const live = beginOf(log, log.config)
  const candidate = beginOf(log, change(log.config))
  const differences = differentEffects(log.start.now, live.effects, candidate.effects)
  const listed = new Map<string, string>()
  let decisions = 0
  for (const entry of log.entries) {
    if (entry.kind === 'event') {
      const { event } = entry
      const effects = applyEvent(live.engine, event)
      differences.push(...differentEffects(event.at, effects, applyEvent(candidate.engine, follow(event, change))))
      continue
    }
    const { now, limit } = entry
    const made = decide(live.engine, now, limit)
    const would = decide(candidate.engine, now, limit)
    decisions += made.length
    for (const difference of differentChoices(now, made, would)) {
      const choice = `${difference.live ?? ''} ${difference.candidate ?? ''}`
      if (listed.get(difference.taskId) !== choice) differences.push(difference)
      listed.set(difference.taskId, choice)
    }
    align(live.engine, candidate.engine, made, would)
  }
  return { decisions, differences }
}
