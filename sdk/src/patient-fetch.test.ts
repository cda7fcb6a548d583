import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { busyWaitMs, createPatientFetch } from './patient-fetch.ts'

describe('a patient fetch', () => {
  let server: Server
  let address = ''
  const seen: string[] = []
  /** Answers of the next requests; 200 when there are no more. */
  let answers: { status: number; code?: string; retryAfter?: string; isShed?: true }[] = []

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      seen.push(`${request.method} ${body}`)
      const { status, code, retryAfter, isShed } = answers.shift() ?? { status: 200 }
      const headers = { ...(retryAfter && { 'retry-after': retryAfter }), ...(isShed && { 'x-overloaded': 'true' }) }
      response.writeHead(status, headers)
      response.end(JSON.stringify({ code }))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  afterAll(() => new Promise((resolve) => void server.close(resolve)))

  const busy = { status: 503, code: 'overloaded', retryAfter: '0.01' }
  const ask = async (next: typeof answers, init: RequestInit = {}, limitMs = 60_000) => {
    answers = [...next]
    seen.length = 0
    const counts: number[] = []
    const patient = createPatientFetch({ limitMs, onWaiting: (count) => counts.push(count) })
    const { status } = await patient(new Request(address, init))
    return { status, counts, seen: [...seen] }
  }

  it('asks again until it is answered, and tells that it waits', async () => {
    expect(await ask([busy, busy])).toEqual({ status: 200, counts: [1, 0, 1, 0], seen: ['GET ', 'GET ', 'GET '] })
  })

  it('sends a change again, whole, when it was shed before anything was begun', async () => {
    const said = { method: 'POST', body: 'hello' }
    expect(await ask([busy], said)).toMatchObject({ status: 200, seen: ['POST hello', 'POST hello'] })
  })

  it('does so too where the code is another surface’s', async () => {
    const said = { method: 'PUT', body: 'hello' }
    const shed = { status: 503, code: '31001', retryAfter: '0.01', isShed: true } as const
    expect(await ask([shed], said)).toMatchObject({ status: 200, seen: ['PUT hello', 'PUT hello'] })
    const failed = { status: 503, code: '31001', retryAfter: '0.01' }
    expect(await ask([failed], said)).toMatchObject({ status: 503, seen: ['PUT hello'] })
  })

  it('leaves a change alone of which nobody knows how far it came', async () => {
    const said = { method: 'POST', body: 'hello' }
    const failed = { status: 503, code: 'unavailable', retryAfter: '0.01' }
    expect(await ask([failed], said)).toMatchObject({ status: 503, seen: ['POST hello'], counts: [] })
  })

  it('gives the refusal when it lasts, and other failures at once', async () => {
    expect(await ask([busy], {}, 0)).toMatchObject({ status: 503, seen: ['GET '] })
    expect(await ask([{ status: 503 }])).toMatchObject({ status: 503, seen: ['GET '] })
    expect(await ask([{ status: 500, retryAfter: '1' }])).toMatchObject({ status: 500, seen: ['GET '] })
  })

  it('ends with whoever asked', async () => {
    answers = [{ ...busy, retryAfter: '9' }]
    const given = new AbortController()
    const counts: number[] = []
    const patient = createPatientFetch({
      onWaiting: (count) => {
        counts.push(count)
        given.abort()
      },
    })
    await expect(patient(new Request(address, { signal: given.signal }))).rejects.toMatchObject({ name: 'AbortError' })
    expect(counts).toEqual([1, 0])
  })

  it('waits as long as it was asked to, longer each time, never too long', () => {
    expect([busyWaitMs('2', 0, 0), busyWaitMs('2', 1, 0), busyWaitMs('2', 0, 1)]).toEqual([2000, 3000, 3000])
    expect([busyWaitMs('600', 0, 0), busyWaitMs(null, 0, 0), busyWaitMs('soon', 0, 0)]).toEqual([10_000, 1000, 1000])
  })
})
