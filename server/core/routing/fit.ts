import { isCalled, meetsRatingText } from '../filters/index.ts'
import type { RejectReason } from './effects.ts'
import { languagesMatch } from './language.ts'
import type { AgentInput, Condition, Requirements } from './types.ts'
import type { MembershipRule } from './config.ts'

/** Reasons that depend only on what an agent is, not on what it is doing. */
export type Misfit = Extract<
  RejectReason,
  'not_member' | 'no_permission' | 'skill_missing' | 'level_low' | 'language_missing' | 'search_mismatch'
>

/** What of an agent requirements are held against. */
export interface Able {
  input: AgentInput
  skills: Map<string, number>
  meets: Map<string, number>
}

export const isMember = (agent: AgentInput, queueId: string, rule: MembershipRule): boolean => {
  const listed = agent.queues.includes(queueId)
  const matched = agent.matchedQueues.includes(queueId)
  switch (rule) {
    case 'listed':
      return listed
    case 'matched':
      return matched
    case 'either':
      return listed || matched
    case 'both':
      return listed && matched
  }
}

export const isPermitted = (agent: AgentInput, queueId: string): boolean =>
  agent.permittedQueues === null || agent.permittedQueues.includes(queueId)

export const speaks = (agent: AgentInput, language: string | null): boolean =>
  language === null || agent.languages.some((spoken) => languagesMatch(spoken, language))

/** Whether an agent is who a task searches. */
export const isSearched = (
  agent: AgentInput,
  { name, rating, languages }: NonNullable<Requirements['search']>,
): boolean =>
  (name === null || isCalled(agent.name ?? '', name)) &&
  (rating === null || meetsRatingText(rating, agent.rating ?? null)) &&
  languages.every((language) => speaks(agent, language))

type Refused = Condition['refusal']['code']

/** The order in which reasons apply, as far as conditions have them. */
const places: Record<Refused, number> = { not_member: 0, no_permission: 1, language_missing: 2 }

const meetsCondition = ({ meets }: Pick<Able, 'meets'>, { name, minLevel }: Condition): boolean =>
  (meets.get(name) ?? 0) >= minLevel

/** Every condition the agent does not meet. */
export const unmetOf = (able: Pick<Able, 'meets'>, { conditions = [] }: Requirements): Condition[] =>
  conditions.filter((condition) => !meetsCondition(able, condition))

const firstUnmet = (able: Able, conditions: Condition[]): Refused | null => {
  let first: Refused | null = null
  for (const condition of conditions) {
    const { code } = condition.refusal
    if (!meetsCondition(able, condition) && (first === null || places[code] < places[first])) first = code
  }
  return first
}

/** The first reason a queue's member cannot ever take such a task as it is configured now; null = it fits. */
export const misfitOf = (able: Able, queueId: string, needed: Requirements): Misfit | null => {
  const { input, skills } = able
  const unmet = needed.conditions === undefined ? null : firstUnmet(able, needed.conditions)
  if (unmet === 'not_member') return unmet
  if (unmet === 'no_permission' || !isPermitted(input, queueId)) return 'no_permission'
  let isLow = false
  for (const { skill, minLevel } of needed.skills) {
    const level = skills.get(skill)
    if (level === undefined) return 'skill_missing'
    if (level < minLevel) isLow = true
  }
  if (isLow) return 'level_low'
  if (unmet === 'language_missing' || !speaks(input, needed.language)) return 'language_missing'
  return needed.search === undefined || isSearched(input, needed.search) ? null : 'search_mismatch'
}

/**
 * How far an agent who fits exceeds what is needed: mean over the skills of (level - needed) / level, 0 to 1. Relative
 * surplus as in Azure's best-worker mode (`routing.md` 2.4), without its logistic, which is not bit-equal everywhere.
 */
export const matchOf = ({ skills }: Able, needed: Requirements): number => {
  let surplus = 0
  for (const { skill, minLevel } of needed.skills) {
    const level = skills.get(skill) ?? 0
    if (level > minLevel) surplus += (level - minLevel) / level
  }
  return needed.skills.length === 0 ? 0 : surplus / needed.skills.length
}
