import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { openOwnService } from './testing/own-service.ts'
import { openPlace, type Place } from './testing/place.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'operations-review')
let port: number
beforeAll(async () => {
  await service.app.listen({ host: '127.0.0.1', port: 0 })
  port = (service.app.server.address() as AddressInfo).port
})

const body = `{
  "customerId": "demo-customer-1024",
  "serviceLine": "game-support",
  "channel": "live-chat",
  "priority": "normal",
  "language": "en",
  "issueSummary": "Customer cannot join a ranked lobby.",
  "callbackUrl": "https://partner.example/ticket-update"
}`

describe('the mission’s request', () => {
  it('as printed, and nothing else, answers 201', async () => {
    const seen = await sendBytes('/v1/ticket/create', body)
    expect(seen.head).toMatch(/^HTTP\/1\.1 201 Created\r\n/)
    expect(seen.head).toContain(`\r\nlocation: ${seen.body.links.self}\r\n`)
    const { customerId: externalId, ...told } = JSON.parse(body) as Record<string, string>
    expect(seen.body).toMatchObject({
      ...told,
      number: 10_001,
      version: 1,
      status: 'classified',
      queue: 'frontline',
      customer: { externalId },
      sla: { firstResponse: { state: 'running' } },
    })
    const fault = service.conformity.faultOf('createTicketAlias', {
      status: 201,
      mediaType: 'application/json',
      text: JSON.stringify(seen.body),
    })
    expect(fault).toBeNull()
  })

  it('is the same at /v1/tickets', async () => {
    const [one, other] = [await sendBytes('/v1/ticket/create', body), await sendBytes('/v1/tickets', body)]
    const shape = (ticket: object) => Object.entries(ticket).map(([name, value]) => [name, typeof value])
    expect(shape(other.body)).toEqual(shape(one.body))
    expect(other.body.number).toBe(one.body.number + 1)
  })
})

describe('the SDK', () => {
  it('records, reads and lists tickets in the words of the reference', async () => {
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token: tokenOf(place) })
    const created = await client.POST('/v1/tickets', {
      body: { customerId: 'c-1', channel: 'email', issueSummary: 'No sign-in' },
    })
    const id = created.data?.id ?? ''
    expect(created.response.headers.get('location')).toBe(`/v1/tickets/${id}`)
    const read = await client.GET('/v1/tickets/{id}', { params: { path: { id } } })
    expect(read.data).toMatchObject({ id, channel: 'email', can: { reply: true } })
    const list = await client.GET('/v1/tickets', { params: { query: { limit: 1 } } })
    expect(list.data?.data.map((ticket) => ticket.id)).toEqual([id])
  })

  it('gives refusals as problems', async () => {
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}` })
    const { data, error } = await client.GET('/v1/me')
    expect([data, error?.code]).toEqual([undefined, 'unauthenticated'])
    await expect(client.request({ method: 'GET', path: '/v1/me' })).rejects.toMatchObject({ status: 401 })
  })

  it('asks anew for its headers, tells of its calls and sends as it is told', async () => {
    const calls: string[] = []
    const client = createClient({
      baseUrl: `http://127.0.0.1:${port}`,
      headers: () => ({ ...place.admin }),
      onCall: ({ method, path }) => calls.push(`${method} ${path}`),
      fetch: (request) =>
        fetch(
          new Request(request, { headers: { ...Object.fromEntries(request.headers), 'x-workspace': 'elsewhere' } }),
        ),
    })
    const { response } = await client.GET('/v1/tickets', { params: { query: { limit: 1 } } })
    expect([response.status, calls]).toEqual([403, ['GET /v1/tickets?limit=1']])
  })
})

function tokenOf({ admin }: Place): string {
  return (admin['authorization'] ?? '').slice('Bearer '.length)
}

/** Sends exactly these bytes over a connection of its own. */
async function sendBytes(path: string, payload: string) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${tokenOf(place)}`,
    'X-Workspace: operations-review',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(payload)}`,
    'Connection: close',
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n${payload}`)
  const answer = await text(socket)
  const [head = '', rest = ''] = answer.split('\r\n\r\n', 2)
  return { head: `${head}\r\n`, body: JSON.parse(rest) }
}
