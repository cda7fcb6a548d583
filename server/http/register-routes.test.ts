import { fastify } from 'fastify'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { collectComponents } from './components.ts'
import { registerRoutes } from './register-routes.ts'
import { defineRoute, type Route } from './route.ts'
import { component } from './schemas.ts'
import { openSampleApp } from './testing/sample-app.ts'

const route = defineRoute({
  method: 'GET',
  url: '/v1/one',
  operationId: 'readOne',
  summary: 'One',
  tag: 'one',
  permission: 'ticket:read',
  example: {},
  answers: { 200: Type.Object({ one: Type.Integer() }) },
  handle: () => ({ one: 1 }),
})

const start = async (routes: readonly Route[]) => {
  const sample = await openSampleApp({ routes })
  await sample.close()
}

describe('the server does not start', () => {
  it('with a route that does not say who may call it', async () => {
    const { permission: _left, ...undeclared } = route
    await expect(start([undeclared as Route])).rejects.toThrow('GET /v1/one declares no permission')
  })

  it('with a permission that nobody can hold', async () => {
    await expect(start([{ ...route, permission: 'ticket:juggle' as 'ticket:read' }])).rejects.toThrow(
      /declares no permission/,
    )
    await expect(start([{ ...route, permission: '' as 'ticket:read' }])).rejects.toThrow(/declares no permission/)
  })

  it('with a route that came past the convention', async () => {
    const app = fastify()
    registerRoutes(app, [], collectComponents([]))
    expect(() => app.get('/v1/back-door', () => 'open')).toThrow('GET /v1/back-door is not a declared route')
    await app.close()
  })

  it('with two routes at one address', async () => {
    await expect(start([route, { ...route, operationId: 'readOneAgain' }])).rejects.toThrow(/already declared/)
  })

  it('with two different schemas of one name', async () => {
    const first = { ...route, answers: { 200: component('Same', { a: Type.String() }) } }
    const second = {
      ...route,
      url: '/v1/two',
      operationId: 'two',
      answers: { 200: component('Same', { b: Type.String() }) },
    }
    await expect(start([first, second])).rejects.toThrow('Two different schemas have the $id "Same"')
  })

  it('with a route that answers nothing', async () => {
    await expect(start([{ ...route, answers: {} }])).rejects.toThrow('declares no answer')
  })
})

it('starts with the same route otherwise', async () => {
  await expect(start([route])).resolves.toBeUndefined()
})
