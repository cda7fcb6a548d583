import type { TransitionFacts } from './queries.ts'

type KnownFact = 'cause' | 'correction' | 'solutionCheck' | 'resolution' | 'note'
/** A custom field that the ticket's type asks for. */
type FieldFact = `fields.${string}`
export type FactName = KnownFact | FieldFact
const known: KnownFact[] = ['cause', 'correction', 'solutionCheck', 'resolution', 'note']

/** The facts to ask for, once each, in the order of the work; what we do not know by name is given as a note. */
export function factNames(missing: readonly string[]): FactName[] {
  const fields = missing.filter(isField)
  const asked = new Set(
    missing.filter((name) => !isField(name)).map((name) => name.replace(/^\//, '').split(/[./]/)[0]),
  )
  const names: FactName[] = [...fields, ...known.filter((name) => asked.has(name))]
  const isStrange = [...asked].some((name) => name !== 'checklist' && !known.includes(name as KnownFact))
  return isStrange && !names.includes('note') ? [...names, 'note'] : names
}

export function isField(name: string): name is FieldFact {
  return name.startsWith('fields.')
}

export type FactTexts = Partial<Record<FactName, string>>

/** True when every fact asked for has a value. */
export function areFactsGiven(names: readonly FactName[], texts: FactTexts): boolean {
  return names.every((name) => (texts[name] ?? '').trim() !== '')
}

/** The texts of the form as the body of a transition. */
export function factsOf(texts: FactTexts): TransitionFacts {
  const { cause, correction, solutionCheck, resolution, note } = texts
  const fields = Object.entries(texts).filter(([name]) => isField(name))
  return {
    ...(fields.length > 0
      ? { fields: Object.fromEntries(fields.map(([name, text]) => [name.slice('fields.'.length), text])) }
      : {}),
    ...(cause ? { cause: { text: cause } } : {}),
    ...(correction ? { correction: { text: correction } } : {}),
    ...(solutionCheck === 'passed' || solutionCheck === 'failed' ? { solutionCheck } : {}),
    ...(resolution ? { resolution } : {}),
    ...(note ? { note } : {}),
  }
}
