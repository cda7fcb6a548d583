import type { TSchema } from 'typebox'
import type { Route } from './route.ts'

/** A JSON schema, or any part of one. */
export type SchemaNode = Record<string, unknown>

/** Schemas of all routes in the form validators, serialisers and the reference share. */
export interface Components {
  /** Every schema that has an `$id`, once, with references inside. */
  readonly schemas: readonly SchemaNode[]
  /** A schema of something sent to us: components by reference, other objects closed. */
  input(schema: TSchema): SchemaNode
  /** A schema of something we answer: components by reference. */
  output(schema: TSchema): SchemaNode
}

/**
 * Finds the components of all routes. Objects that a caller sends are closed, so that an unknown member is refused;
 * a component that is sent anywhere is closed everywhere. Throws when two different schemas claim one name.
 */
export function collectComponents(routes: readonly Route[], others: readonly TSchema[] = []): Components {
  const inputs = routes.flatMap((route) =>
    [route.params, route.query, route.body].filter((schema) => schema !== undefined),
  )
  const outputs = routes.flatMap((route) => Object.values(route.answers).filter((schema) => schema !== null))
  const originals = new Map<string, SchemaNode>()
  for (const schema of [...inputs, ...outputs, ...others]) collectNamed(schema, originals)
  const sent = new Map<string, SchemaNode>()
  for (const schema of inputs) collectNamed(schema, sent)
  return {
    schemas: [...originals].map(([name, schema]) => convertMembers(schema, sent.has(name))),
    input: (schema) => convert(schema, true) as SchemaNode,
    output: (schema) => convert(schema, false) as SchemaNode,
  }
}

function collectNamed(node: unknown, found: Map<string, SchemaNode>): void {
  if (Array.isArray(node)) for (const item of node) collectNamed(item, found)
  if (!isNode(node)) return
  const name = node['$id']
  if (typeof name === 'string') {
    const known = found.get(name)
    if (known === node) return
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(node)) {
      throw new Error(`Two different schemas have the $id "${name}".`)
    }
    found.set(name, node)
  }
  for (const member of Object.values(node)) collectNamed(member, found)
}

function convert(node: unknown, isSent: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => convert(item, isSent))
  if (!isNode(node)) return node
  return typeof node['$id'] === 'string' ? { $ref: `${node['$id']}#` } : convertMembers(node, isSent)
}

function convertMembers(node: SchemaNode, isSent: boolean): SchemaNode {
  const members = Object.entries(node).map(([name, value]) => [name, convert(value, isSent)] as const)
  const isOpenObject =
    isSent && node['type'] === 'object' && isNode(node['properties']) && !('additionalProperties' in node)
  return Object.fromEntries(isOpenObject ? [...members, ['additionalProperties', false]] : members)
}

function isNode(value: unknown): value is SchemaNode {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
