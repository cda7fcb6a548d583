import type { TransitionFacts } from './queries.ts'

export type FactName = 'cause' | 'correction' | 'solutionCheck' | 'resolution' | 'note'
const known: FactName[] = ['cause', 'correction', 'solutionCheck', 'resolution', 'note']

/** The facts to ask for, once each, in the order of the work; what we do not know by name is given as a note. */
export function factNames(missing: readonly string[]): FactName[] {
  const asked = new Set(missing.map((name) => name.replace(/^\//, '').split(/[./]/)[0]))
  const names = known.filter((name) => asked.has(name))
  const isStrange = [...asked].some((name) => !known.includes(name as FactName))
  return isStrange && !names.includes('note') ? [...names, 'note'] : names
}

export type FactTexts = Partial<Record<FactName, string>>

/** True when every fact asked for has a value. */
export function areFactsGiven(names: readonly FactName[], texts: FactTexts): boolean {
  return names.every((name) => (texts[name] ?? '').trim() !== '')
}

/** The texts of the form as the body of a transition. */
export function factsOf(texts: FactTexts): TransitionFacts {
  const { cause, correction, solutionCheck, resolution, note } = texts
  return {
    ...(cause ? { cause: { text: cause } } : {}),
    ...(correction ? { correction: { text: correction } } : {}),
    ...(solutionCheck === 'passed' || solutionCheck === 'failed' ? { solutionCheck } : {}),
    ...(resolution ? { resolution } : {}),
    ...(note ? { note } : {}),
  }
}
