import { valueOf } from './details/detail-change.ts'
import type { FieldDefinition } from './details/detail-change.ts'
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
    missing.filter((name) => !isField(name)).map((name) => name.replace(/^\//, '').split(/[./]/)[0] ?? ''),
  )
  const names: FactName[] = [...fields, ...known.filter((name) => asked.has(name))]
  const isStrange = [...asked].some((name) => !isHeld(name) && !known.includes(name as KnownFact))
  return isStrange && !names.includes('note') ? [...names, 'note'] : names
}

/** Facts that the ticket itself must have: no move can bring them. */
const held = ['category', 'type', 'assignee', 'checklist'] as const
type HeldFact = (typeof held)[number]
const isHeld = (name: string) => held.includes(name as HeldFact)

/** What must be done about the ticket before it can move, once each; classifying is one thing. */
export function firstThings(missing: readonly string[]): ('classify' | 'assignee' | 'checklist')[] {
  const things = missing.filter(isHeld).map((name) => (name === 'category' || name === 'type' ? 'classify' : name))
  return [...new Set(things)] as ('classify' | 'assignee' | 'checklist')[]
}

export function isField(name: string): name is FieldFact {
  return name.startsWith('fields.')
}

export type FactTexts = Partial<Record<FactName, string>>

/** True when every fact asked for has a value. */
export function areFactsGiven(names: readonly FactName[], texts: FactTexts): boolean {
  return names.every((name) => (texts[name] ?? '').trim() !== '')
}

/** The definition of the custom field that a fact asks for; one of any kind where the type does not have it. */
export function fieldOf(name: FieldFact, definitions: readonly FieldDefinition[]): FieldDefinition {
  const own = name.slice('fields.'.length)
  const plain = { name: own, label: own, type: 'text', choices: [], required: false, requiredFor: [] } as const
  return definitions.find((one) => one.name === own) ?? { ...plain, choices: [], requiredFor: [] }
}

/** The texts of the form as the body of a transition. */
export function factsOf(texts: FactTexts, definitions: readonly FieldDefinition[] = []): TransitionFacts {
  const { cause, correction, solutionCheck, resolution, note } = texts
  const fields = Object.entries(texts).flatMap(([name, text]) => {
    if (!isField(name)) return []
    const field = fieldOf(name, definitions)
    return [[field.name, valueOf(field, text ?? '', undefined)] as const]
  })
  return {
    ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
    ...(cause ? { cause: { text: cause } } : {}),
    ...(correction ? { correction: { text: correction } } : {}),
    ...(solutionCheck === 'passed' || solutionCheck === 'failed' ? { solutionCheck } : {}),
    ...(resolution ? { resolution } : {}),
    ...(note ? { note } : {}),
  }
}
