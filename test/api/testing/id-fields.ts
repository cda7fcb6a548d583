import type { TSchema } from 'typebox'
import type { Route } from '../../../server/http/route.ts'
import type { IdKind } from '../../../server/platform/ids.ts'

/** A place in a body or query that names a thing by its id. */
export interface IdField {
  readonly part: 'body' | 'query'
  readonly path: readonly (string | number)[]
  readonly kind: IdKind
}

/** Where the schema says text but the verb also understands ids. */
const unmarked: Readonly<Record<string, readonly IdField[]>> = {
  createTicket: [bodyField('customer', 'customerId'), bodyField('order', 'orderId')],
  createTickets: [bodyField('customer', 'tickets', 0, 'customerId'), bodyField('order', 'tickets', 0, 'orderId')],
  createCall: [bodyField('customer', 'customerId')],
  listTickets: [{ part: 'query', path: ['assignee'], kind: 'agent' }],
}

/** Every place of a route's body and query where an id may stand. */
export function idFieldsOf(route: Route): IdField[] {
  const found: IdField[] = [...(unmarked[route.operationId] ?? [])]
  if (route.body !== undefined) collect(route.body, 'body', [], found)
  if (route.query !== undefined) collect(route.query, 'query', [], found)
  return found
}

/** A copy of `value` that has `text` at the path; what is not there yet is made. */
export function withValueAt(value: unknown, [first, ...rest]: IdField['path'], text: string): unknown {
  if (first === undefined) return text
  if (typeof first === 'number') {
    const items = Array.isArray(value) ? [...(value as unknown[])] : []
    items[first] = withValueAt(items[first], rest, text)
    return items
  }
  const members = value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  return { ...members, [first]: withValueAt(members[first], rest, text) }
}

function bodyField(kind: IdKind, ...path: (string | number)[]): IdField {
  return { part: 'body', path, kind }
}

function collect(schema: TSchema, part: IdField['part'], path: (string | number)[], found: IdField[]): void {
  const node = schema as unknown as Readonly<Record<string, unknown>>
  const kind = node['x-id']
  if (typeof kind === 'string') found.push({ part, path, kind: kind as IdKind })
  for (const branch of (node['anyOf'] as TSchema[] | undefined) ?? []) collect(branch, part, path, found)
  // A list that takes nothing takes no id.
  if (node['items'] !== undefined && node['maxItems'] !== 0)
    collect(node['items'] as TSchema, part, [...path, 0], found)
  for (const [name, member] of Object.entries((node['properties'] as Record<string, TSchema> | undefined) ?? {})) {
    collect(member, part, [...path, name], found)
  }
}
