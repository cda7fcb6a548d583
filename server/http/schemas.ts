import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'
import { type IdKind, idPrefixes } from '../platform/ids.ts'

/** An id as the API writes it. In params, query and body it reaches the handler as a uuid; malformed in a path is 404. */
export function id(kind: IdKind, options: { description?: string } = {}) {
  const prefix = idPrefixes[kind]
  return Type.String({
    pattern: `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`,
    'x-id': kind,
    examples: [`${prefix}_01jqzv5k3mf8tbn2c4d6e7g9ha`],
    ...options,
  })
}

/** The schema or null. */
export function nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()])
}

/** One of these words; the refusal lists them. */
export function oneOf<const Words extends readonly string[]>(words: Words, options: object = {}) {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], ...options })
}

/** An instant as the API writes it: RFC 3339, UTC, milliseconds. Write it with `instantText`. */
export function instant(options: object = {}) {
  return Type.String({ format: 'date-time', ...options })
}

/** A language tag of BCP 47: `en`, `pt-BR`. */
export function language() {
  return Type.String({
    minLength: 2,
    maxLength: 35,
    pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
    description: 'BCP 47.',
  })
}

/** An e-mail address: something, an @ and something, no spaces. */
export function email() {
  return Type.String({ maxLength: 320, pattern: '^[^@\\s]+@[^@\\s]+$' })
}

/** A telephone number as people write it. */
export function phone() {
  return Type.String({ maxLength: 40, pattern: '^\\+?[ ()./-]*[0-9][0-9 ()./-]{2,}$', description: 'E.164 preferred.' })
}

/** A text that says something: more than white space. */
export function spokenText(maxLength: number) {
  return Type.String({ minLength: 1, maxLength, pattern: '\\S' })
}

/** Writes an instant (epoch milliseconds) for an answer. */
export function instantText(epochMs: number): string
export function instantText(epochMs: number | null): string | null
export function instantText(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString()
}

/** Query parameters of a list: `limit` 1..200 (default 50), `after` (a cursor) and the list's own filters. */
export function listQuery<Filters extends TProperties>(filters: Filters) {
  return Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Rows on a page.' })),
    after: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1000, description: 'The `page.next` of the page before.' }),
    ),
    ...filters,
  })
}

/** A page of a list: `{data: [...], page: {next}}`. */
export function pageOf<Item extends TSchema>(name: string, item: Item) {
  return Type.Object({ data: Type.Array(item), page: Type.Object({ next: nullable(Type.String()) }) }, { $id: name })
}

/** An object under a name of its own in the reference. */
export function component<Properties extends TProperties>(
  name: string,
  properties: Properties,
  options: { description?: string } = {},
): TObject<Properties> {
  return Type.Object(properties, { $id: name, ...options })
}

export type { Static }
