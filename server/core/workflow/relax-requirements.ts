import type { AgentFacts } from '../expressions/agent-facts.ts'
import type { Expression } from '../expressions/expression.ts'
import { languagesMatch } from '../routing/index.ts'
import type { Requirements } from './classification.ts'
import type { Queue } from './snapshot.ts'

/** What a task asks for at its present age, and who besides the members may be offered it. */
export interface RelaxedRequirements {
  /** Skill to least level. */
  readonly skills: Readonly<Record<string, number>>
  /** Languages each of which is required, or any one of which is enough once a step has changed them; none = any will do. */
  readonly languages: readonly string[]
  readonly anyLanguage: boolean
  readonly alsoMembers: readonly Expression<AgentFacts>[]
}

/**
 * Applies every relax step the task's age has reached, in order (domain.md "Routing" 4). Whoever was searched stays searched
 * at any age: what relaxes is the workflow's own.
 */
export function relaxRequirements(queue: Queue, requirements: Requirements, ageMs: number): RelaxedRequirements {
  let { skills, languages } = requirements
  let anyLanguage = false
  const alsoMembers: Expression<AgentFacts>[] = []
  for (const step of queue.relax) {
    if (step.afterMs > ageMs) continue
    if (step.skills !== null) skills = { ...skills, ...step.skills }
    if (step.dropSkills.length > 0) {
      skills = Object.fromEntries(Object.entries(skills).filter(([skill]) => !step.dropSkills.includes(skill)))
    }
    if (step.languages !== null) {
      languages = step.languages
      anyLanguage = true
    }
    if (step.alsoMembers !== null) alsoMembers.push(step.alsoMembers)
  }
  const { search } = requirements
  const isSpoken = search !== undefined && search.languages.length > 0
  const spoken = isSpoken ? { languages: requirements.languages, anyLanguage: false } : { languages, anyLanguage }
  return { skills: withSearched(skills, search?.skills ?? []), ...spoken, alsoMembers }
}

/** A skill that was searched is had, be it at the least level; what else the task asks of it may be relaxed. */
function withSearched(skills: RelaxedRequirements['skills'], searched: readonly string[]) {
  return { ...skills, ...Object.fromEntries(searched.map((skill) => [skill, Math.max(skills[skill] ?? 0, 1)])) }
}

/** Whether an agent belongs to the pool and has the skills and languages, as the router has it; capacity and presence are its own. */
export function qualifies(queue: Queue, requirements: RelaxedRequirements, facts: AgentFacts): boolean {
  const { agent } = facts
  const isMember = queue.members.holds(facts) || requirements.alsoMembers.some((members) => members.holds(facts))
  if (!isMember) return false
  for (const [skill, level] of Object.entries(requirements.skills)) {
    const held = agent.skills[skill]
    if (held === undefined || held < level) return false
  }
  if (requirements.languages.length === 0) return true
  const speaks = (language: string) => agent.languages.some((spoken) => languagesMatch(spoken, language))
  return requirements.anyLanguage ? requirements.languages.some(speaks) : requirements.languages.every(speaks)
}
