import type { ProblemCode } from './problem.ts'
import { pointerTo } from './problem.ts'

/** One place where a value has not the shape its schema asks for. */
export interface ShapeProblem {
  readonly code: ProblemCode
  readonly message: string
  readonly pointer: string
  /** An unknown key is shown at the key, everything else at the value. */
  readonly at: 'key' | 'value'
}

/** The part of JSON Schema our documents are written in, with `title` and `problem` to word the refusal. */
interface Schema {
  readonly type?: string
  readonly title?: string
  readonly problem?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly items?: Schema | readonly Schema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

/**
 * Every place where a value departs from its schema, each once. TypeBox's own report stops at eight errors, names an
 * unknown key twice and says "pattern" where an author needs "a duration such as 15m".
 */
export function findShapeProblems(schema: object, value: unknown): ShapeProblem[] {
  const found: ShapeProblem[] = []
  walk(schema, value, '', found)
  return found
}

function walk(schema: Schema, value: unknown, pointer: string, found: ShapeProblem[]): void {
  const refuse = (code: ProblemCode, message: string) => found.push({ code, message, pointer, at: 'value' })
  if (schema.anyOf !== undefined) {
    if (!schema.anyOf.some((option) => findShapeProblems(option, value).length === 0)) {
      refuse(codeOf(schema, 'wrong_type'), `This must be ${schema.title ?? 'one of the forms allowed here'}.`)
    }
  } else if (schema.enum !== undefined) {
    if (!schema.enum.includes(value)) refuse('unknown_value', `${show(value)} is not one of ${schema.enum.join(', ')}.`)
  } else if (!hasType(schema, value)) {
    refuse('wrong_type', `This must be ${schema.title ?? typeName(schema)}, not ${nameOf(value)}.`)
  } else if (Array.isArray(value)) {
    walkList(schema, value, pointer, found)
  } else if (isRecord(value)) {
    walkMembers(schema, value, pointer, found)
  } else if (!isWithin(schema, value)) {
    refuse(codeOf(schema, 'out_of_range'), `${show(value)} is not ${schema.title ?? limitsOf(schema)}.`)
  }
}

function walkList(schema: Schema, value: readonly unknown[], pointer: string, found: ShapeProblem[]): void {
  const { items } = schema
  const minItems = schema.minItems ?? 0
  const maxItems = isTuple(items) ? items.length : (schema.maxItems ?? Infinity)
  if (value.length < minItems || value.length > maxItems) {
    const limit = value.length > maxItems ? `at most ${maxItems}` : `at least ${minItems}`
    const wanted = minItems === maxItems ? `exactly ${minItems}` : limit
    found.push({ code: 'out_of_range', message: `This list must have ${wanted} entries.`, pointer, at: 'value' })
    return
  }
  value.forEach((entry, index) => {
    const itemSchema = isTuple(items) ? items[index] : items
    if (itemSchema !== undefined) walk(itemSchema, entry, pointer + pointerTo(index), found)
  })
}

function isTuple(items: Schema['items']): items is readonly Schema[] {
  return Array.isArray(items)
}

function walkMembers(schema: Schema, value: Record<string, unknown>, pointer: string, found: ShapeProblem[]): void {
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) {
      found.push({ code: 'missing_key', message: `\`${name}\` is missing.`, pointer, at: 'key' })
    }
  }
  for (const [name, member] of Object.entries(value)) {
    const memberPointer = pointer + pointerTo(name)
    const memberSchema = memberOf(schema, name)
    if (memberSchema === null) found.push({ ...unknownMember(schema, name), pointer: memberPointer, at: 'key' })
    else if (memberSchema !== true) walk(memberSchema, member, memberPointer, found)
  }
}

function memberOf(schema: Schema, name: string): Schema | true | null {
  const known = schema.properties
  if (known !== undefined && Object.hasOwn(known, name)) return known[name] ?? true
  for (const [pattern, member] of Object.entries(schema.patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(name)) return member
  }
  if (schema.additionalProperties === false) return null
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : true
}

function unknownMember(schema: Schema, name: string): { code: ProblemCode; message: string } {
  if (schema.properties === undefined) return { code: 'bad_slug', message: `\`${name}\` is not a name allowed here.` }
  const near = Object.keys(schema.properties).find((known) => isNear(known, name))
  const hint =
    near === undefined ? `Known here: ${Object.keys(schema.properties).join(', ')}.` : `Did you mean \`${near}\`?`
  return { code: 'unknown_key', message: `\`${name}\` is not known here. ${hint}` }
}

/** One letter added, left out or changed, or another case. */
function isNear(known: string, typed: string): boolean {
  const [a, b] = [known.toLowerCase(), typed.toLowerCase()]
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  return (
    a.slice(start + 1) === b.slice(start + 1) ||
    a.slice(start) === b.slice(start + 1) ||
    a.slice(start + 1) === b.slice(start)
  )
}

function hasType(schema: Schema, value: unknown): boolean {
  switch (schema.type) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case undefined:
      return true
    default:
      return typeof value === schema.type
  }
}

function isWithin(schema: Schema, value: unknown): boolean {
  if (typeof value === 'number') return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity)
  if (typeof value !== 'string') return true
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return false
  const { length } = Array.from(value)
  return length >= (schema.minLength ?? 0) && length <= (schema.maxLength ?? Infinity)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function codeOf(schema: Schema, otherwise: ProblemCode): ProblemCode {
  return (schema.problem as ProblemCode | undefined) ?? otherwise
}

function typeName(schema: Schema): string {
  const names: Record<string, string> = {
    object: 'a map',
    array: 'a list',
    integer: 'a whole number',
    boolean: 'true or false',
  }
  return names[schema.type ?? ''] ?? `a ${schema.type ?? 'value'}`
}

function limitsOf(schema: Schema): string {
  if (schema.minLength !== undefined) return `a text of at least ${schema.minLength} characters`
  return `between ${schema.minimum ?? 'any'} and ${schema.maximum ?? 'any'}`
}

function nameOf(value: unknown): string {
  if (value === null) return 'empty'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : show(value)
}

function show(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : String(value)
}
