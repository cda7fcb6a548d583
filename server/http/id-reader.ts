import type { TSchema } from 'typebox'
import { AppError } from '../platform/errors.ts'
import { decodeId, type IdKind } from '../platform/ids.ts'

type Read = (value: unknown) => unknown

/**
 * Makes the function that turns ids of an accepted value into uuids, in place; null when the schema has none. Ids are
 * found in members, items and alternatives of the schema.
 */
export function compileIdReader(schema: TSchema): Read | null {
  const node = schema as Record<string, unknown>
  const kind = node['x-id']
  if (typeof kind === 'string') return (value) => (typeof value === 'string' ? readId(kind as IdKind, value) : value)
  const items = compileItems(node['items'])
  if (items !== null) return items
  const branches = compileBranches(node['anyOf'])
  if (branches !== null) return branches
  return compileMembers(node['properties'])
}

function readId(kind: IdKind, text: string): string {
  const uuid = decodeId(kind, text)
  // The pattern of `id()` has accepted it already.
  if (uuid === null) throw new AppError('not_found', 'There is nothing with this id.')
  return uuid
}

function compileItems(items: unknown): Read | null {
  const read = isSchema(items) ? compileIdReader(items) : null
  if (read === null) return null
  return (value) => (Array.isArray(value) ? value.map(read) : value)
}

/** Alternatives are told apart by prefix: at most one of them decodes a given text. */
function compileBranches(anyOf: unknown): Read | null {
  if (!Array.isArray(anyOf)) return null
  const kinds = anyOf.flatMap((branch) => (isSchema(branch) && 'x-id' in branch ? [branch['x-id'] as IdKind] : []))
  const readers = anyOf.flatMap((branch) => (isSchema(branch) && !('x-id' in branch) ? [compileIdReader(branch)] : []))
  const others = readers.filter((read) => read !== null)
  if (kinds.length === 0 && others.length === 0) return null
  return (value) => {
    if (typeof value !== 'string') return others.reduce<unknown>((current, read) => read(current), value)
    for (const kind of kinds) {
      const uuid = decodeId(kind, value)
      if (uuid !== null) return uuid
    }
    return value
  }
}

function compileMembers(properties: unknown): Read | null {
  if (!isSchema(properties)) return null
  const readers: (readonly [string, Read])[] = []
  for (const [name, property] of Object.entries(properties)) {
    const read = isSchema(property) ? compileIdReader(property) : null
    if (read !== null) readers.push([name, read])
  }
  if (readers.length === 0) return null
  return (value) => {
    if (value === null || typeof value !== 'object') return value
    const object = value as Record<string, unknown>
    for (const [name, read] of readers) if (object[name] !== undefined) object[name] = read(object[name])
    return object
  }
}

function isSchema(value: unknown): value is TSchema & Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
