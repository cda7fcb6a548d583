import type { Things } from './place.ts'

/** The suffix that every id of an example ends with; a second thing of a kind ends with `…hb`. */
const firstSuffix = '01jqzv5k3mf8tbn2c4d6e7g9ha'
const secondSuffix = '01jqzv5k3mf8tbn2c4d6e7g9hb'

/** Puts a place's own ids where an example has made-up ones; everything else stays as the example says. */
export function fillExample<T>(example: T, things: Things): T {
  return fill(example, things) as T
}

/** The same for the parameters of a path, where some things are named by something else than an id. */
export function fillParams(params: Readonly<Record<string, string>>, things: Things): Record<string, string> {
  const named = Object.entries(params).map(([name, text]): [string, string] => {
    const isName = name === 'number' || name === 'slug'
    return [name, isName ? (things[name] ?? text) : text === 'ORD-500123' ? (things['orderKey'] ?? text) : text]
  })
  return fill(Object.fromEntries(named), things) as Record<string, string>
}

function fill(node: unknown, things: Things): unknown {
  if (typeof node === 'string') return fillText(node, things)
  if (Array.isArray(node)) return node.map((item) => fill(item, things))
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, fill(value, things)]))
}

function fillText(text: string, things: Things): string {
  if (text.endsWith(`_${firstSuffix}`)) return things[text.slice(0, -firstSuffix.length - 1)] ?? text
  if (text.endsWith(`_${secondSuffix}`)) return things[`${text.slice(0, -secondSuffix.length - 1)}2`] ?? text
  return text
}

/** The address of a route with these parameters and query. */
export function addressOf(template: string, params: Readonly<Record<string, string>>, query: object = {}): string {
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? `:${name}`))
  const search = new URLSearchParams(query as Record<string, string>).toString()
  return search === '' ? path : `${path}?${search}`
}
