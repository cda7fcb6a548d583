import { Type } from 'typebox'
import { firstStatusOf } from './ready-route.ts'
import { addressesOf, operationIdOf } from './register-routes.ts'
import type { Route } from './route.ts'
import { component } from './schemas.ts'

/** The form of every refusal; details of a single code are further members. */
export const ProblemSchema = component(
  'Problem',
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'A sentence for people.' }),
    code: Type.String({ description: 'A stable word for programs.' }),
    requestId: Type.String({ description: 'Finds this request in the log.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'A JSON pointer into the body, or the name of a parameter or header.' }),
          code: Type.String(),
          message: Type.String(),
        }),
      ),
    ),
  },
  { description: 'A refusal (RFC 9457).' },
)

type Json = Record<string, unknown>

/** The generated document, as far as it is touched here. */
export interface ReferenceDocument {
  paths: Record<string, Record<string, Operation>>
  tags?: { name: string }[]
}

interface Operation {
  parameters?: ({ name: string; in: string } & Json)[]
  requestBody?: { required?: boolean; content?: Record<string, Json> }
  responses: Record<string, { description: string; content?: Record<string, Json> }>
  [member: string]: unknown
}

const refusals = {
  description: 'A refusal',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** Adds to the generated document what only the routes know: who may call, examples, refusals, other media types. */
export function completeReference(document: ReferenceDocument, routes: readonly Route[]): ReferenceDocument {
  const shown = routes.filter((route) => route.isHidden !== true)
  for (const route of shown) {
    for (const [index, url] of addressesOf(route).entries()) {
      const operation = document.paths[url.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
      if (operation === undefined) throw new Error(`${operationIdOf(route, index)} is missing in the reference.`)
      describe(operation, route, index)
      showExample(operation, route)
    }
  }
  document.tags = [...new Set(shown.map((route) => route.tag))].toSorted().map((name) => ({ name }))
  return document
}

function describe(operation: Operation, route: Route, index: number): void {
  const isPublic = route.permission === 'public'
  operation['summary'] = route.summary
  const same = index === 0 ? [] : [`The same as ${route.method} ${route.url}.`]
  const sentences = [...(route.description === undefined ? [] : [route.description]), ...same]
  if (sentences.length > 0) operation['description'] = sentences.join(' ')
  operation['tags'] = [route.tag]
  operation['security'] = isPublic ? [] : [{ token: [] }, { session: [] }]
  operation['x-permission'] = route.permission
  if (route.method === 'POST' && !isPublic && route.idempotency !== 'none') addKeyParameter(operation)
  describeAnswers(operation, route)
  if (route.rawMedia !== undefined) {
    const bytes = { type: 'string', format: 'binary' }
    const schema =
      route.upload === undefined
        ? bytes
        : { type: 'object', properties: { file: bytes }, required: ['file'], additionalProperties: false }
    operation.requestBody = {
      required: true,
      content: Object.fromEntries(route.rawMedia.map((type) => [type, { schema }])),
    }
  }
}

function addKeyParameter(operation: Operation): void {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Makes a repeat harmless: the same key answers the first status and body again for 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }
  operation.parameters = [...(operation.parameters ?? []), key]
}

function describeAnswers(operation: Operation, route: Route): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    response.description = Number(status) < 400 ? 'Done' : 'Refused'
    if (Number(status) === 304) response.description = 'Unchanged since the version you have'
  }
  for (const mediaType of route.alsoAnswers ?? []) {
    for (const [status, schema] of Object.entries(route.answers)) {
      const response = operation.responses[status]
      const isStream = schema === null && Number(status) === firstStatusOf(route)
      if ((schema === null && !isStream) || response === undefined) continue
      response.content = { ...response.content, [mediaType]: { schema: { type: 'string' } } }
    }
  }
  // A surface of another form documents its refusals by status; whatever else it refuses has the same form.
  operation.responses['default'] = operation.responses['400'] ?? refusals
}

function showExample(operation: Operation, route: Route): void {
  const { params = {}, query = {}, body, answer, status = firstStatusOf(route) } = route.example
  const values: Json = { ...params, ...query }
  for (const parameter of operation.parameters ?? []) {
    if (parameter.name in values) parameter['example'] = values[parameter.name]
  }
  const sent = operation.requestBody?.content?.['application/json']
  if (sent !== undefined && body !== undefined) sent['example'] = body
  const answered = operation.responses[String(status)]?.content?.['application/json']
  if (answered !== undefined && answer !== undefined) answered['example'] = answer
}
