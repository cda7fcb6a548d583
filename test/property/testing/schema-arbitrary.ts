import type { AnySchemaObject } from 'ajv'
import fc from 'fast-check'
import { encodeId, type IdKind, idPrefixes, newId } from '../../../server/platform/ids.ts'
import type { OpenapiDocument } from '../../api/testing/conformity.ts'
import type { Things } from '../../api/testing/place.ts'

/** What values are made from besides the schema itself: ids that are there, and words that mean something. */
export interface Vocabulary {
  readonly document: OpenapiDocument
  readonly things: Things
  /** Values worth trying for members and parameters of these names. */
  readonly words: Readonly<Record<string, readonly unknown[]>>
}

/** Texts that have broken programs: empty, NUL, half a surrogate pair, right to left, markup, queries, paths. */
export const awkwardTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\uffff\ufffe',
  '\u202etxet',
  '👩‍👩‍👧‍👦',
  'é'.normalize('NFD'),
  '<script>alert(1)</script>',
  `'; drop--`,
  '"',
  '\\',
  '%00',
  '../../etc/passwd',
  '${7*7}{{7*7}}',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-0',
  '1e999',
  '9'.repeat(40),
  'x'.repeat(5_000),
]

/** Instants that the format allows, or nearly, and clocks do not all understand. */
const awkwardInstants = [
  '2016-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999-14:00',
  '2026-02-29T00:00:00Z',
  '2026-11-20t09:00:00z',
  '2026-11-20 09:00:00Z',
  '2026-11-20T09:00:00.123456789+00:00',
]

/** Values that a schema accepts: its own limits, known ids and words more often than chance would have them. */
export function arbitraryOf(schema: AnySchemaObject, vocabulary: Vocabulary, name = ''): fc.Arbitrary<unknown> {
  const own = arbitraryByShape(schema, vocabulary)
  const words = vocabulary.words[name]
  if (words === undefined) return own
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: own })
}

function arbitraryByShape(schema: AnySchemaObject, vocabulary: Vocabulary): fc.Arbitrary<unknown> {
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].split('/').at(-1) ?? ''
    return arbitraryByShape(vocabulary.document.components.schemas[name] ?? {}, vocabulary)
  }
  if (typeof schema['x-id'] === 'string') return idOf(schema['x-id'] as IdKind, vocabulary.things)
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]))
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['anyOf'])) {
    return fc.oneof(...schema['anyOf'].map((branch: AnySchemaObject) => arbitraryByShape(branch, vocabulary)))
  }
  switch (schema['type']) {
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer({ min: schema['minimum'] ?? -10, max: Math.min(schema['maximum'] ?? 1_000, 2 ** 31) })
    case 'number':
      return fc.double({ min: schema['minimum'] ?? -10, max: schema['maximum'] ?? 1_000, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return listOf(schema, vocabulary)
    case 'object':
      return objectOf(schema, vocabulary)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function idOf(kind: IdKind, things: Things): fc.Arbitrary<string> {
  const known = things[idPrefixes[kind]]
  const other = fc.constant(null).map(() => encodeId(kind, newId()))
  return known === undefined
    ? other
    : fc.oneof({ weight: 3, arbitrary: fc.constant(known) }, { weight: 1, arbitrary: other })
}

function textOf(schema: AnySchemaObject): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 60, pattern, format } = schema
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength
  if (format === 'date-time') {
    const years = { min: new Date('1970-01-01'), max: new Date('9000-01-01'), noInvalidDate: true }
    const usual = fc.date(years).map((date) => date.toISOString())
    return fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...awkwardInstants) })
  }
  if (format === 'email') return fc.emailAddress().filter(fits)
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern), { size: 'small' }).filter(fits)
  const limits = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) }
  const awkward = awkwardTexts.filter(fits)
  const plain = fc.string({ ...limits, unit: 'grapheme' })
  return awkward.length === 0
    ? plain
    : fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: fc.constantFrom(...awkward) })
}

function listOf(schema: AnySchemaObject, vocabulary: Vocabulary): fc.Arbitrary<unknown[]> {
  const { minItems = 0, maxItems = 4, uniqueItems = false } = schema
  const item = arbitraryByShape((schema['items'] as AnySchemaObject | undefined) ?? {}, vocabulary)
  const limits = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 4)) }
  return uniqueItems === true
    ? fc.uniqueArray(item, { ...limits, selector: (value) => JSON.stringify(value) })
    : fc.array(item, limits)
}

function objectOf(schema: AnySchemaObject, vocabulary: Vocabulary): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] as Record<string, AnySchemaObject> | undefined) ?? null
  if (properties !== null) {
    const members = Object.entries(properties).map(
      ([name, member]) => [name, arbitraryOf(member, vocabulary, name)] as const,
    )
    const requiredKeys = ((schema['required'] as string[] | undefined) ?? []).filter((name) => name in properties)
    return fc.record(Object.fromEntries(members), { requiredKeys })
  }
  const [pattern, value] =
    Object.entries((schema['patternProperties'] as Record<string, AnySchemaObject>) ?? {})[0] ?? []
  const key =
    pattern === undefined ? fc.string({ maxLength: 12 }) : fc.stringMatching(new RegExp(pattern), { size: 'small' })
  return fc.dictionary(key, arbitraryByShape(value ?? {}, vocabulary), { maxKeys: 4 })
}
