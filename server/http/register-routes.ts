import type { FastifyInstance, FastifySchema } from 'fastify'
import type { Components } from './components.ts'
import { requireDeclaredPermission } from './permission.ts'
import { readyRoute } from './ready-route.ts'
import type { Method, Route } from './route.ts'
import { runRoute } from './run-route.ts'
import { createValidators } from './validators.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'] as const

/**
 * Puts every route and its aliases on the server, and an answer for the methods an address does not have. From here on
 * a route that did not come through the convention is refused, and with it the start.
 */
export function registerRoutes(app: FastifyInstance, routes: readonly Route[], components: Components): void {
  app.addHook('onRoute', (options) => {
    if (options.config?.edge === undefined) {
      throw new Error(
        `${String(options.method)} ${options.url} is not a declared route, so nobody knows who may call it.`,
      )
    }
  })
  const validators = createValidators(components)
  for (const route of routes) {
    requireDeclaredPermission(route)
    const edge = readyRoute(route, components, validators)
    for (const [index, url] of addressesOf(route).entries()) {
      app.route({
        method: route.method,
        url,
        config: { edge },
        schema: schemaOf(route, components, operationIdOf(route, index)),
        ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
        handler: (request, reply) => runRoute(edge, request, reply),
      })
    }
  }
  refuseOtherMethods(app, routes)
}

/** The address and its aliases. */
export function addressesOf(route: Route): string[] {
  return [route.url, ...(route.aliases ?? [])]
}

/** Aliases are operations of their own in the reference, so they need names of their own. */
export function operationIdOf(route: Route, index: number): string {
  return index === 0 ? route.operationId : `${route.operationId}Alias${index === 1 ? '' : index}`
}

function schemaOf(route: Route, components: Components, operationId: string): FastifySchema {
  const response = Object.entries(route.answers).map(([status, schema]) => [
    status,
    schema === null ? { type: 'null', description: 'No body.' } : components.output(schema),
  ])
  const input = (name: string, schema: Route['body']) =>
    schema === undefined ? {} : { [name]: components.input(schema) }
  const hasBody = route.method !== 'GET'
  return {
    operationId,
    hide: route.isHidden === true,
    ...input('params', route.params),
    ...input('querystring', route.query),
    ...(hasBody ? input('body', route.body) : {}),
    response: Object.fromEntries(response) as Record<string, unknown>,
  }
}

function refuseOtherMethods(app: FastifyInstance, routes: readonly Route[]): void {
  const addresses = new Map<string, { url: string; methods: Set<Method>; isForOthers: boolean }>()
  for (const route of routes) {
    for (const url of addressesOf(route)) {
      const shape = url.replace(/:\w+/g, ':')
      const known = addresses.get(shape) ?? { url, methods: new Set<Method>(), isForOthers: route.cors === true }
      known.methods.add(route.method)
      addresses.set(shape, known)
    }
  }
  for (const { url, methods: own, isForOthers } of addresses.values()) {
    const taken = new Set<string>([...own, ...(own.has('GET') ? ['HEAD'] : [])])
    app.route({
      method: methods.filter((method) => !taken.has(method)),
      url,
      config: { edge: { kind: 'refusal', allow: [...taken, 'OPTIONS'].join(', '), isForOthers } },
      schema: { hide: true },
      handler: () => {
        throw new Error('A refused method never reaches its handler.')
      },
    })
  }
}
