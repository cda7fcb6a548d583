import { Type } from 'typebox'
import type { Components } from './components.ts'
import { compileIdReader } from './id-reader.ts'
import type { ReadyRoute } from './request-state.ts'
import type { Route } from './route.ts'
import type { InputPart } from './validation-errors.ts'
import type { Validate, Validators } from './validators.ts'

const nothing = Type.Object({})

/** Prepares what a route needs to run. Throws for a declaration that could not be answered. */
export function readyRoute(route: Route, components: Components, validators: Validators): ReadyRoute {
  const compile = (part: InputPart, schema = nothing as NonNullable<Route['body']>): Validate => {
    const validate = validators.compile(part, components.input(schema))
    const readIds = compileIdReader(schema)
    return readIds === null ? validate : (value, sizeBytes) => readIds(validate(value, sizeBytes))
  }
  return {
    kind: 'route',
    route,
    load: route.load ?? (route.method === 'GET' ? 'list' : 'create'),
    params: compile('params', route.params),
    query: compile('query', route.query),
    body: route.rawMedia === undefined ? compile('body', route.body) : (value) => value,
    firstStatus: firstStatusOf(route),
  }
}

/** The lowest status of a route's answers. */
export function firstStatusOf(route: Route): number {
  const statuses = Object.keys(route.answers).map(Number)
  if (statuses.length === 0) throw new Error(`${route.method} ${route.url} declares no answer.`)
  return Math.min(...statuses)
}
