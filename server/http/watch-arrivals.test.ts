import { setTimeout as pause } from 'node:timers/promises'
import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import type { Edge } from './edge.ts'
import { watchArrivals } from './watch-arrivals.ts'

const limits = { requestTimeoutMs: 40, connectionCheckMs: 10 } as Edge['limits']

it('a request of the program itself, which comes over no connection, is never too slow', async () => {
  const arrivals = watchArrivals({ limits })
  const app = fastify()
  app.decorateRequest('edge')
  app.addHook('onRequest', async (request, reply) => {
    Object.assign(request, { edge: { target: null, startedAtMs: performance.now() } })
    arrivals.add(request, reply)
    await pause(limits.requestTimeoutMs * 4)
  })
  app.post('/', (request) => request.body)
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/', payload: { all: 'here' } })
  arrivals.stop()
  await app.close()
  expect([statusCode, body]).toEqual([200, '{"all":"here"}'])
})
