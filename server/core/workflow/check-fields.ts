import { dayOfDate } from '../calendars/day.ts'
import type { FieldDefinition, WorkflowSnapshot } from './snapshot.ts'

/** A custom field whose value is not of the kind that the workflow says. */
export interface FieldFault {
  readonly name: string
  /** What the value should be, for a sentence: `a number`. */
  readonly expected: string
}

/**
 * The custom fields whose values do not fit their definitions: those of the type, or of any type while none is chosen.
 * A field that no definition names is the caller's own and may hold anything.
 */
export function fieldFaults(
  { types }: Pick<WorkflowSnapshot, 'types'>,
  type: string | null,
  fields: Readonly<Record<string, unknown>>,
): FieldFault[] {
  const candidates = type === null ? [...types.values()] : [types.get(type)]
  return Object.entries(fields).flatMap(([name, value]) => {
    const definitions = candidates.flatMap((candidate) => candidate?.fields.get(name) ?? [])
    const [first] = definitions
    if (first === undefined || value === null || definitions.some((definition) => fits(definition, value))) return []
    return [{ name, expected: expectedBy(first) }]
  })
}

/** Money is a decimal text in JSON (domain.md, Values), so a number may be written as one. */
const decimal = /^-?\d+(\.\d+)?$/

function fits({ type, choices }: FieldDefinition, value: unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && decimal.test(value))
    case 'boolean':
      return typeof value === 'boolean'
    case 'date':
      return (
        typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && dayOfDate(value.slice(0, 10)) !== null
      )
    case 'choice':
      return typeof value === 'string' && choices.includes(value)
  }
}

function expectedBy({ type, choices }: FieldDefinition): string {
  switch (type) {
    case 'text':
      return 'a text'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'true or false'
    case 'date':
      return 'a date such as 2026-11-20'
    case 'choice':
      return `one of: ${choices.join(', ')}`
  }
}
