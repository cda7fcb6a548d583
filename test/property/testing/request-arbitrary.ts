import fc from 'fast-check'
import type { Operation } from '../../api/testing/conformity.ts'
import type { Headers } from '../../api/testing/place.ts'
import { arbitraryOf, awkwardTexts, type Vocabulary } from './schema-arbitrary.ts'

/** One request as it is sent. */
export interface FuzzRequest {
  readonly operationId: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Headers
  readonly payload?: string
}

interface Draft {
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: Headers
  readonly body: unknown
}

/** Whoever waits on purpose would only make the run long. */
const notSent = new Set(['wait'])

/** Requests of any operation by any of these callers: as the reference has them, and with something changed. */
export function requestArbitrary(vocabulary: Vocabulary, callers: readonly Headers[]): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(vocabulary.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestOf(path, method, operation, vocabulary)),
  )
  const caller = fc.oneof(
    { weight: 4, arbitrary: fc.constant(callers[0] ?? {}) },
    { weight: 1, arbitrary: fc.constantFrom(...callers) },
  )
  return fc.tuple(fc.oneof(...operations), caller).map(([request, headers]) => ({
    ...request,
    headers: { ...headers, ...request.headers },
  }))
}

function requestOf(
  path: string,
  method: string,
  operation: Operation,
  vocabulary: Vocabulary,
): fc.Arbitrary<FuzzRequest> {
  const schema = operation.requestBody?.content['application/json']?.schema
  const valid = fc.record({
    params: parametersOf(operation, 'path', vocabulary),
    query: parametersOf(operation, 'query', vocabulary),
    headers: headersOf(),
    body: schema === undefined ? fc.constant(undefined) : arbitraryOf(schema, vocabulary),
  })
  const draft = fc.oneof(
    valid,
    fc.tuple(valid, changeArbitrary).map(([whole, change]) => change(whole)),
  )
  return fc.tuple(draft, wrapping).map(([parts, wrap]) => {
    const { params, query, headers, body } = parts
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(wellFormed(params[name])))
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]) => [name, wellFormed(value)]),
    ).toString()
    const request = {
      operationId: operation.operationId,
      method: method.toUpperCase() as FuzzRequest['method'],
      url: search === '' ? address : `${address}?${search}`,
    }
    if (body === undefined) return { ...request, headers }
    const sent = wrap(JSON.stringify(body))
    return { ...request, headers: { 'content-type': sent.type, ...headers }, payload: sent.text }
  })
}

function parametersOf(operation: Operation, place: string, vocabulary: Vocabulary) {
  const own = (operation.parameters ?? []).filter((parameter) => parameter.in === place && !notSent.has(parameter.name))
  const members = own.map(({ name, schema }) => [name, arbitraryOf(schema, vocabulary, name)] as const)
  const requiredKeys = place === 'path' ? own.map(({ name }) => name) : []
  return fc.record(Object.fromEntries(members), { requiredKeys }) as fc.Arbitrary<Record<string, unknown>>
}

function headersOf(): fc.Arbitrary<Headers> {
  const printable = fc.string({ minLength: 1, maxLength: 20 })
  const headers = {
    'idempotency-key': fc.oneof(fc.constantFrom('k1', 'k2', '"k3"', '"open', 'x'.repeat(300)), printable),
    'if-match': fc.oneof(fc.constantFrom('*', '"x.1"', 'W/"x.1"', ','), printable),
    'if-none-match': fc.oneof(fc.constantFrom('*', '"x.1"'), printable),
    'x-workspace': fc.constantFrom('here', 'elsewhere', '', 'No Such', '../x'),
    accept: fc.constantFrom('*/*', 'text/csv', 'application/json;q=0', 'x'),
    'last-event-id': fc.constantFrom('0', '1', 'x', '-1', '9'.repeat(30)),
  }
  const rare = fc.record(headers, { requiredKeys: [] }) as fc.Arbitrary<Headers>
  return fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: rare })
}

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 53, 1e308, [], {}, [[]], { $ne: null }, ['a', 'b']),
  fc.constantFrom<unknown>(...awkwardTexts),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Changes one thing of a good request: a member of the body at any depth, a parameter, or the whole body. */
const changeArbitrary: fc.Arbitrary<(draft: Draft) => Draft> = fc
  .record({
    part: fc.constantFrom('body', 'body', 'body', 'query', 'params', 'whole'),
    how: fc.constantFrom('replace', 'remove', 'add'),
    at: fc.nat(),
    value: junk,
  })
  .map(({ part, how, at, value }) => (draft) => {
    const name = how === 'add' ? 'nothingOfTheKind' : null
    switch (part) {
      case 'query':
        return { ...draft, query: changeMember(draft.query, at, how === 'remove' ? undefined : value, name) }
      case 'params':
        return { ...draft, params: changeMember(draft.params, at, value, null) }
      case 'body':
        return { ...draft, body: changeDeep(draft.body, at, how === 'remove' ? undefined : value, name) }
      case 'whole':
        return { ...draft, body: value }
    }
  })

function changeMember(
  record: Draft['query'],
  at: number,
  value: unknown,
  added: string | null,
): Record<string, unknown> {
  const names = Object.keys(record)
  const name = added ?? names[at % Math.max(1, names.length)]
  if (name === undefined) return { ...record }
  const { [name]: _old, ...rest } = record
  return value === undefined ? rest : { ...rest, [name]: value }
}

/** Goes down while there is a way down and `at` says so. */
function changeDeep(node: unknown, at: number, value: unknown, added: string | null): unknown {
  if (Array.isArray(node) && node.length > 0) {
    const place = at % node.length
    return (node as unknown[]).with(place, changeDeep(node[place], Math.floor(at / 3), value, added))
  }
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return value ?? null
  const names = Object.keys(node)
  const name = names[at % Math.max(1, names.length)]
  const child = name === undefined ? undefined : (node as Record<string, unknown>)[name]
  if (name !== undefined && child !== null && typeof child === 'object' && at % 2 === 1) {
    return { ...node, [name]: changeDeep(child, Math.floor(at / 3), value, added) }
  }
  return changeMember(node as Record<string, unknown>, at, value, added)
}

interface Sent {
  readonly text: string
  readonly type: string
}

const json = 'application/json'

/** How a body is put on the wire: nearly always as it should be. */
const wrapping: fc.Arbitrary<(text: string) => Sent> = fc.oneof(
  { weight: 20, arbitrary: fc.constant((text: string) => ({ text, type: json })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('application/json ', 'Application/JSON;charset=utf-8', 'text/plain', '')
      .map((type) => (text: string) => ({ text, type })),
  },
  { weight: 1, arbitrary: fc.nat(200).map((cut) => (text: string) => ({ text: text.slice(0, cut), type: json })) },
)

/** Addresses are text: a half surrogate pair cannot be one. */
function wellFormed(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value ?? '')).toWellFormed()
}
