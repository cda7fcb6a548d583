import type { RankingKind } from './config.ts'
import type { ChoiceReason, RankValues, Reason } from './effects.ts'
import { languageName } from './language.ts'
import type { Requirements } from './types.ts'

/** `6m 10s`, `2h 5m`, `45s`. */
export const durationText = (durationMs: number): string => {
  const seconds = Math.floor(durationMs / 1000)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}

/** Of a signature. */
interface Needs {
  requirements: Requirements
  phrases: SkillPhrase[]
}

/** One skill of a sentence; the agent's level goes between the two texts. */
export interface SkillPhrase {
  skill: string
  before: string
  after: string
}

/** The sentence of how an agent meets these requirements, but for its levels: made once, said in every decision. */
export const phrasesOf = ({ skills, language }: Requirements): SkillPhrase[] =>
  skills.map(({ skill, minLevel }, index) => {
    const isLast = index === skills.length - 1
    const spoken = isLast && language !== null ? ` · speaks ${languageName(language)}` : ''
    return { skill, before: index === 0 ? `${skill} ` : ` · ${skill} `, after: `, needs ${minLevel}${spoken}` }
  })

const requirementsMet = ({ phrases, requirements }: Needs, levels: Map<string, number>): string => {
  let text = ''
  for (const { skill, before, after } of phrases) text += before + (levels.get(skill) ?? 0) + after
  if (text !== '') return text
  const { language } = requirements
  return language === null ? 'Member of the queue, no skill needed' : `Speaks ${languageName(language)}`
}

const rankingText = (ranking: RankingKind, { value, idleMs, load }: RankValues, freeCount: number): string => {
  if (freeCount === 1) return `The only one eligible, idle ${durationText(idleMs)}`
  const among = `of ${freeCount} eligible`
  switch (ranking) {
    case 'longest-idle':
      return `Longest idle ${among}, ${durationText(idleMs)}`
    case 'least-loaded':
      return `Least loaded ${among}, ${Math.round(load * 100)} % used`
    case 'best-match':
      return `Best match ${among}, ${Math.round(value * 100)} % above the need`
    case 'round-robin':
      return `Next in turn ${among}, last offer ${durationText(value)} ago`
    case 'expression':
      return `Ranked first ${among}, value ${value}`
  }
}

const KEPT = {
  named: 'The agent this task prefers',
  ticket: 'Had this ticket before',
  customer: 'Helped this customer last',
} as const

const textOf = (ranking: { kind: RankingKind; values: RankValues; freeCount: number }): string =>
  rankingText(ranking.kind, ranking.values, ranking.freeCount)

/** What a decision says for itself, at most three sentences. `turnedDown` = agents who declined or missed the task. */
export const choiceReasons = (
  needs: Needs,
  levels: Map<string, number>,
  ranking: {
    kind: RankingKind
    values: RankValues
    freeCount: number
    turnedDown: number
    keptAs: keyof typeof KEPT | null
  },
): Reason<ChoiceReason>[] => {
  const reasons: Reason<ChoiceReason>[] = [
    { code: 'requirements_met', text: requirementsMet(needs, levels) },
    { code: 'ranking', text: ranking.keptAs === null ? textOf(ranking) : KEPT[ranking.keptAs] },
  ]
  const { turnedDown } = ranking
  if (turnedDown > 0)
    reasons.push({
      code: 'history',
      text: turnedDown === 1 ? 'One other agent turned it down' : `${turnedDown} other agents turned it down`,
    })
  return reasons
}
