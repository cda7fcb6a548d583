import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDemoApi } from './demo-api.ts'
import { createTally } from './tally.ts'

/** Answers each request with the next of what was planned for it: a status, or nothing at all. */
const planned: (number | 'nothing')[] = []
const server = createServer((request, response) => {
  request.resume()
  const status = planned.shift() ?? 200
  if (status === 'nothing') return void request.socket.destroy()
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(status === 200 ? { ok: true } : { status, code: `code_${status}` }))
})
let address = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await once(server, 'close')
})

async function ask(...statuses: (number | 'nothing')[]) {
  planned.splice(0, planned.length, ...statuses)
  const tally = createTally()
  const pace = { signal: new AbortController().signal, waitForServer: () => Promise.resolve() }
  const api = createDemoApi({ address, token: 'sy_x' }, pace, tally)
  const call = { method: 'POST', path: '/v1/tasks/task_01kz3b8p2pe8k9z1m4q7v0c5xa/park' } as const
  const answer = await api.ask(call)
  return { answer, tally }
}

describe('a client of the demo', () => {
  it('sends again what nobody answered, what came too often and what came too early', async () => {
    const { answer, tally } = await ask('nothing', 429, 503, 200)
    expect(answer).toEqual({ ok: true })
    expect([...tally.sentAgain.keys()]).toEqual(['unreachable', '429 code_429', '503 code_503'])
    expect([tally.errors.size, tally.faults]).toEqual([0, 0])
  })

  it('takes a 409 for a race that somebody else has won', async () => {
    const { answer, tally } = await ask(409)
    expect(answer).toBeNull()
    expect([...tally.races]).toEqual([['code_409', 1]])
    expect([tally.errors.size, tally.faults]).toEqual([0, 0])
  })

  it.each([
    [500, 1],
    [404, 0],
    [400, 0],
  ])('counts a %d as an error', async (status, faults) => {
    const { answer, tally } = await ask(status)
    expect(answer).toBeNull()
    expect(tally.faults).toBe(faults)
    expect([...tally.errors]).toEqual([[`${status} code_${status} at POST /v1/tasks/{id}/park`, 1]])
  })

  it('gives up where its token opens nothing any more', async () => {
    await expect(ask(401)).rejects.toThrow('no longer takes the token')
  })

  it('asks nothing once the demo has ended', async () => {
    const pace = { signal: AbortSignal.abort(), waitForServer: () => Promise.resolve() }
    const api = createDemoApi({ address, token: 'sy_x' }, pace, createTally())
    await expect(api.ask({ method: 'GET', path: '/' })).rejects.toThrow('aborted')
  })
})
