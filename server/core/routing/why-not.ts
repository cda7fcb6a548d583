import type { AgentSearch } from '../filters/index.ts'
import { isAbsent, isFullFor, limitFor, offerLimitOf, tasksOfKind, unitsAgainst, unitsFor } from './availability.ts'
import { chooseAgent } from './choose-agent.ts'
import { isExcluded } from './excluded.ts'
import type { Reason, RejectReason, WhyNot } from './effects.ts'
import { isMember, isPermitted, isSearched, speaks, unmetOf } from './fit.ts'
import { languageName } from './language.ts'
import { keeperOf } from './preferred.ts'
import { durationText } from './reasons.ts'
import { requirementsAt } from './recheck.ts'
import type { AgentState, Engine, TaskItem } from './state.ts'
import type { Condition } from './types.ts'

const keeperText = {
  named: 'the preferred agent',
  ticket: 'who had this ticket',
  customer: 'who helped this customer last',
} as const

type Reasons = Reason<RejectReason>[]

const addMisfits = (task: TaskItem, agent: AgentState, now: number, reasons: Reasons): void => {
  const { id: queueId, config } = task.queue
  const needed = requirementsAt(task.steps, now - task.enteredAt)
  const unmet = Map.groupBy(unmetOf(agent, needed), ({ refusal }) => refusal.code)
  const addUnmet = (code: Condition['refusal']['code']) =>
    reasons.push(...(unmet.get(code) ?? []).map(({ refusal }) => ({ ...refusal })))
  if (!isMember(agent.input, queueId, config.membership))
    reasons.push(
      config.isClosed === true
        ? { code: 'outside_hours', text: `Outside the hours of ${queueId}` }
        : { code: 'not_member', text: `Not a member of ${queueId}` },
    )
  addUnmet('not_member')
  if (!isPermitted(agent.input, queueId)) reasons.push({ code: 'no_permission', text: `No permission for ${queueId}` })
  addUnmet('no_permission')
  for (const { skill, minLevel } of needed.skills) {
    const level = agent.input.skills[skill]
    if (level === undefined) reasons.push({ code: 'skill_missing', text: `Has no ${skill}, needs ${minLevel}` })
    else if (level < minLevel) reasons.push({ code: 'level_low', text: `${skill} ${level}, needs ${minLevel}` })
  }
  if (needed.language !== null && !speaks(agent.input, needed.language))
    reasons.push({ code: 'language_missing', text: `Does not speak ${languageName(needed.language)}` })
  addUnmet('language_missing')
  if (needed.search !== undefined && !isSearched(agent.input, needed.search))
    reasons.push({ code: 'search_mismatch', text: `Is not who is searched: ${searchText(needed.search)}` })
}

const searchText = ({ name, rating, languages }: AgentSearch): string => {
  const parts = [
    ...(name === null ? [] : [`called ${name}`]),
    ...(rating === null ? [] : [`rated ${rating}`]),
    ...(languages.length === 0 ? [] : [`speaks ${languages.map(languageName).join(' and ')}`]),
  ]
  return parts.join(' · ')
}

const capacityText = (engine: Engine, task: TaskItem, agent: AgentState): string => {
  const kind = engine.kinds[task.kindIndex]?.kind ?? ''
  const needed = unitsFor(agent, task.kindIndex)
  const { totalUnits } = agent.input
  const used = unitsAgainst(engine, agent, task.kindIndex)
  if (used + needed > totalUnits) return `${used} of ${totalUnits} units used, a ${kind} needs ${needed}`
  const limit = limitFor(agent, task.kindIndex)
  return `Has ${tasksOfKind(engine, agent, task.kindIndex)} of at most ${limit} tasks of kind ${kind}`
}

const addAvailability = (engine: Engine, task: TaskItem, agent: AgentState, reasons: Reasons): void => {
  if (isAbsent(agent)) reasons.push({ code: 'presence', text: `Is ${agent.presence}` })
  if (agent.isOffShift) reasons.push({ code: 'outside_hours', text: 'Outside the hours of its shift' })
  if (agent.pendingOffers >= offerLimitOf(agent))
    reasons.push({
      code: 'reserved_elsewhere',
      text: agent.pendingOffers === 1 ? 'Has an offer to answer' : `Has ${agent.pendingOffers} offers to answer`,
    })
  else if (agent.setAsideUntil > engine.now)
    reasons.push({ code: 'reserved_elsewhere', text: 'Was just claimed by somebody else' })
  if (isFullFor(engine, agent, task.kindIndex))
    reasons.push({ code: 'no_capacity', text: capacityText(engine, task, agent) })
}

/**
 * Every reason that keeps the task from the agent in the state as it is; the agent itself counts as it stands, so ask
 * before the decision is applied. null = no such task or agent. `now` is not before the engine's clock.
 */
export const whyNot = (engine: Engine, taskId: string, agentId: string, now: number): WhyNot | null => {
  const task = engine.tasks.get(taskId)
  const agent = engine.agents.get(agentId)
  if (task === undefined || agent === undefined) return null
  const reasons: Reasons = []
  addMisfits(task, agent, now, reasons)
  addAvailability(engine, task, agent, reasons)
  if (isExcluded(task, agentId, now)) {
    const until = task.exclusions?.get(agentId) ?? now
    const text = until === Infinity ? 'Turned it down' : `Turned it down, asked again in ${durationText(until - now)}`
    reasons.push({ code: 'excluded_declined', text })
  }
  const keeper = keeperOf(engine, task)
  if (keeper !== null && keeper !== agent) {
    const leftMs = (task.preferred?.until ?? now) - now
    reasons.push({
      code: 'delayed',
      text: `Kept for ${keeperText[task.preferred?.as ?? 'named']}, ${durationText(leftMs)} more`,
    })
  }
  if (reasons.length > 0) return { eligible: false, reasons }
  const { best: ranked, servedCap } = chooseAgent(engine, task)
  if (keeper === null && agent.served > servedCap) {
    const text = `Took ${agent.served}, who may take it took at most ${servedCap}`
    return { eligible: false, reasons: [{ code: 'fairness_cap', text }] }
  }
  const best = ranked[0]
  const first = best === undefined ? undefined : task.queue.members[best]
  if (first && first !== agent) reasons.push({ code: 'outranked', text: 'Another eligible agent ranks before' })
  return { eligible: true, reasons }
}
