import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticateToken, createToken, revokeToken, unlimitedGrant } from '../../modules/access/index.ts'
import { appendEvents, createEventFeed, eventTypes } from '../../modules/events/index.ts'
import { openTestService } from '../../modules/events/testing/test-workspace-store.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { eventRoutes } from './events.ts'

const service = await openTestService()
const { installation } = service
const feed = createEventFeed({
  relay: service.relay,
  memory: service.memory,
  pollMs: 50,
  log: { warn: () => undefined },
})
const sample = await openSampleApp({
  routes: eventRoutes({ installation, publicUrl: 'http://127.0.0.1:8080', recheckMs: 100 }),
  limits: { loopDelayMs: Number.POSITIVE_INFINITY },
  authenticate: {
    token: (text) => authenticateToken(installation, text),
    session: () => {
      throw new AppError('unauthenticated', 'Unknown.')
    },
  },
  openContextFor: (caller, requestId) => installation.openContext({ ...caller, requestId }),
})
let base = ''
beforeAll(async () => {
  await feed.start()
  await sample.app.listen({ host: '127.0.0.1', port: 0 })
  base = `http://127.0.0.1:${(sample.app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await feed.stop()
  await sample.close()
  await service.close()
})

/** A workspace of its own with a token that may follow its events. */
async function open(permissions: ('event:read' | 'ticket:read')[] = ['event:read']) {
  const context = service.contextOf(await service.addWorkspace(`w-${newId()}`))
  const made = await createToken(context, { ...unlimitedGrant, name: 'feed', role: null, permissions })
  const headers = { authorization: `Bearer ${made.secret}` }
  const append = (status: string) =>
    context.transaction(async (tx) => {
      const subject = { kind: 'order', id: newId(), seq: 1 } as const
      await appendEvents(tx, context, [{ type: 'order.saved', subject, ticketId: null, data: { status } }])
    })
  const read = async (query: string) => {
    const answer = await fetch(`${base}/v1/events${query}`, { headers })
    return { status: answer.status, body: (await answer.json()) as EventPage }
  }
  return { context, tokenId: made.token.id, headers, append, read }
}
interface EventPage {
  data: { seq: number; type: string; data: Record<string, unknown> }[]
  page: { next: string }
  errors?: { pointer: string }[]
}

/** Reads the stream until its text satisfies the condition, or to its end. */
async function readStream(answer: Response, isEnough: (text: string) => boolean): Promise<string> {
  let text = ''
  if (answer.body === null) return text
  const decoder = new TextDecoder()
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk, { stream: true })
    if (isEnough(text)) break
  }
  return text
}
const statusesIn = (text: string) => [...text.matchAll(/"status":"(\w+)"/g)].map((match) => match[1])

describe('GET /v1/events', () => {
  it('gives pages that continue where the last one ended', async () => {
    const { append, read } = await open()
    for (const status of ['a', 'b', 'c']) await append(status)
    const heard: unknown[] = []
    for (let after = '0'; heard.length < 3;) {
      const { body } = await read(`?types=order.saved&limit=2&wait=5&after=${after}`)
      heard.push(...body.data.map((event) => event.data['status']))
      after = body.page.next
    }
    expect(heard).toEqual(['a', 'b', 'c'])
  })

  it('waits for what happens next', async () => {
    const { append, read } = await open()
    const waiting = read(`?after=${feed.mark()}&types=order.saved&wait=20`)
    await append('late')
    const { status, body } = await waiting
    expect(status).toBe(200)
    expect(body.data).toMatchObject([{ type: 'order.saved', data: { status: 'late' } }])
    expect(body.page.next).toBe(String(body.data[0]?.seq))
  })

  it('refuses unknown types, a wait beyond 30 s and callers without event:read', async () => {
    const { read } = await open()
    expect((await read('?types=order.saved,order.eaten')).body.errors).toMatchObject([{ pointer: 'types' }])
    expect((await read('?wait=31')).status).toBe(400)
    expect((await (await open(['ticket:read'])).read('')).status).toBe(403)
  })

  it('names every type with its schema', async () => {
    const { read } = await open(['ticket:read'])
    const { body } = await read('/types')
    expect(body.data.map((entry) => entry.type)).toEqual(eventTypes)
    expect(body.data[0]).toMatchObject({ schema: { type: 'object', additionalProperties: false } })
  })
})

describe('GET /v1/events/stream', () => {
  it('gives events as they happen and goes on after the last one its reader saw', async () => {
    const { append, headers } = await open()
    const stop = new AbortController()
    const query = `/v1/events/stream?types=order.saved&after=${feed.mark()}`
    const first = await fetch(base + query, { headers, signal: stop.signal })
    expect(first.headers.get('content-type')).toBe('text/event-stream')
    await append('a')
    const heard = await readStream(first, (text) => text.includes('"a"'))
    stop.abort()
    await append('b')
    const lastId = /^id: (\d+)$/m.exec(heard)?.[1] ?? ''
    const again = await fetch(base + query, { headers: { ...headers, 'last-event-id': lastId } })
    expect(statusesIn(await readStream(again, (text) => text.includes('"b"')))).toEqual(['b'])
  })

  it('ends when its token is revoked', async () => {
    const { context, headers, tokenId } = await open()
    const answer = await fetch(`${base}/v1/events/stream`, { headers })
    await revokeToken(context, { tokenId })
    await readStream(answer, () => false)
    expect((await fetch(`${base}/v1/events`, { headers })).status).toBe(401)
  })
})
