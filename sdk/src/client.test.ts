import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiProblem, createClient, pathWithQuery } from './client.ts'

describe('the client', () => {
  let server: Server
  let baseUrl = ''
  const seen: {
    method: string | undefined
    url: string | undefined
    headers: NodeJS.Dict<string | string[]>
    body: string
  }[] = []

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      seen.push({ method: request.method, url: request.url, headers: request.headers, body })
      if (request.url === '/gone') return response.writeHead(204).end()
      if (request.url === '/refused') {
        response.writeHead(409, { 'content-type': 'application/problem+json', 'x-request-id': 'req_1' })
        return response.end(JSON.stringify({ code: 'guard_failed', detail: 'Cause is missing.', missing: ['cause'] }))
      }
      if (request.url === '/broken') return response.writeHead(502).end('<html>')
      return response.end(JSON.stringify({ ok: true }))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => void server.close(resolve)))
  const client = () => createClient({ baseUrl, headers: () => ({ 'x-workspace': 'review' }) })

  it('sends JSON with the headers of the moment and gives the parsed answer', async () => {
    await expect(client().request({ method: 'POST', path: '/x', body: { a: 1 } })).resolves.toEqual({ ok: true })
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: '{"a":1}', headers: { 'x-workspace': 'review' } })
  })

  it('sends no body and no media type where there is none', async () => {
    await client().request({ method: 'GET', path: '/x', query: { a: 'b c', none: undefined } })
    expect(seen.at(-1)).toMatchObject({ url: '/x?a=b+c', body: '' })
    expect(seen.at(-1)?.headers['content-type']).toBeUndefined()
  })

  it('gives null for an answer without content', async () => {
    await expect(client().request({ method: 'DELETE', path: '/gone' })).resolves.toBeNull()
  })

  it('throws a problem with its code, request id and facts', async () => {
    const error = await client()
      .request({ method: 'GET', path: '/refused' })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiProblem)
    expect(error).toMatchObject({ status: 409, code: 'guard_failed', requestId: 'req_1', body: { missing: ['cause'] } })
  })

  it('keeps the status of an answer that is no problem document', async () => {
    await expect(client().request({ method: 'GET', path: '/broken' })).rejects.toMatchObject({ status: 502 })
  })

  it('throws status 0 when nobody answers', async () => {
    const nobody = createClient({ baseUrl: 'http://127.0.0.1:1', headers: () => ({}) })
    await expect(nobody.request({ method: 'GET', path: '/' })).rejects.toMatchObject({ status: 0, code: 'unreachable' })
  })

  it('leaves empty values out of an address', () => {
    expect(pathWithQuery('/v1/tickets', { q: '', limit: 5, after: null })).toBe('/v1/tickets?limit=5')
  })
})
