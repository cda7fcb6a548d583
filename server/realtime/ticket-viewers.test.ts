import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '../database/pool.ts'
import { createToken, unlimitedGrant } from '../modules/access/index.ts'
import { dropDraft, saveDraft } from '../modules/drafts/index.ts'
import { createEventFeed } from '../modules/events/index.ts'
import { type Desk, openDesk } from '../modules/handling/testing/desk.ts'
import { principalWith } from '../modules/access/testing/test-installation-store.ts'
import { encodeId, newId } from '../platform/ids.ts'
import type { Installation } from '../platform/installation.ts'
import { createRealtimeHub } from './realtime-hub.ts'
import { openSocket, type TestSocket } from './testing/test-socket.ts'

interface Node {
  readonly port: number
  close(): Promise<void>
}

let desk: Desk
let here: Node
let elsewhere: Node
const log = { warn: () => undefined }

async function openNode(installation: Installation): Promise<Node> {
  const relay = openPool({ url: desk.home.relayUrl, size: 3, name: 'relay', onConnectionLost: () => undefined })
  const feed = createEventFeed({ relay, memory: installation.memory, pollMs: 50, log })
  const timing = { renewMs: 300, viewerMs: 900 }
  const hub = createRealtimeHub({ installation, feed, log, timing, isOwnOrigin: () => false })
  const app = fastify()
  hub.attach(app.server)
  await feed.start()
  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    port: (app.server.address() as AddressInfo).port,
    close: async () => {
      await hub.drain()
      await app.close()
      await feed.stop()
      await relay.end()
    },
  }
}

beforeAll(async () => {
  desk = await openDesk()
  here = await openNode(desk.home.here)
  elsewhere = await openNode(desk.home.elsewhere)
})
afterAll(async () => {
  await here.close()
  await elsewhere.close()
  await desk.close()
})

interface Person {
  readonly tokenId: string
  open(node?: Node): Promise<TestSocket>
}

async function person(name: string, more: object = {}): Promise<Person> {
  const grant = { ...unlimitedGrant, name, role: 'agent', ...more } as const
  const { token, secret } = await createToken(desk.context, grant)
  return {
    tokenId: token.id,
    open: async (node = here) => {
      const headers = { authorization: `Bearer ${secret}` }
      const client = await openSocket(`ws://127.0.0.1:${node.port}/v1/realtime`, { headers })
      await client.first('hello')
      return client
    },
  }
}

const look = (client: TestSocket, ticket: { id: string } | null, writing: string | null = null) =>
  client.send({ type: 'look', ticket: ticket && encodeId('ticket', ticket.id), writing })
const latest = (client: TestSocket) => {
  const frame = client.frames.findLast((one) => one.type === 'viewers')
  return frame?.type === 'viewers' ? frame.viewers.map(({ name, writing }) => `${name} ${writing}`) : null
}
const sees = (client: TestSocket, ...people: string[]) =>
  client.until(() => JSON.stringify(latest(client)) === JSON.stringify(people))
const close = (...clients: TestSocket[]) => clients.forEach(({ socket }) => socket.close())

describe('who has a ticket before them', () => {
  it('is told who else does and who writes, whatever process they are on, until they leave', async () => {
    const ticket = await desk.ticket()
    const [ana, bo] = [await (await person('Ana')).open(here), await (await person('Bo')).open(elsewhere)]
    look(ana, ticket)
    look(bo, ticket)
    await sees(ana, 'Bo null')
    await sees(bo, 'Ana null')
    look(bo, ticket, 'public')
    await sees(ana, 'Bo public')
    look(bo, ticket, null)
    await sees(ana, 'Bo null')
    look(bo, null)
    await ana.until(() => latest(ana)?.length === 0)
    look(bo, ticket)
    await sees(ana, 'Bo null')
    bo.socket.close()
    await ana.until(() => latest(ana)?.length === 0)
    close(ana)
  })

  it('is one person with two screens, who writes when one of them does, and is not told of itself', async () => {
    const ticket = await desk.ticket()
    const [ana, bo] = [await person('Ana'), await person('Bo')]
    const [one, other, colleague] = [await ana.open(), await ana.open(elsewhere), await bo.open()]
    look(one, ticket)
    look(colleague, ticket)
    await sees(one, 'Bo null')
    look(other, ticket, 'internal')
    await sees(colleague, 'Ana internal')
    look(one, null)
    look(colleague, ticket, 'partner')
    await sees(other, 'Bo partner')
    expect(
      one.frames.flatMap((frame) => (frame.type === 'viewers' ? frame.viewers : [])).map(({ name }) => name),
    ).not.toContain('Ana')
    close(one, other, colleague)
  })

  it('writes no more once they have not said so for a while, and is gone when their process is', async () => {
    const ticket = await desk.ticket()
    const third = await openNode(desk.home.elsewhere)
    const ana = await (await person('Ana')).open(here)
    const bo = await (await person('Bo')).open(third)
    look(ana, ticket)
    look(bo, ticket, 'public')
    await sees(ana, 'Bo public')
    await sees(ana, 'Bo null')
    await third.close()
    await ana.until(() => latest(ana)?.length === 0)
    close(ana)
  })

  it('hears nothing of tickets it may not see, nor of another house', async () => {
    const [ticket, other] = [await desk.ticket(), await desk.ticket()]
    const limited = await (await person('Limited', { queues: ['payments'] })).open()
    const ana = await (await person('Ana')).open()
    const bo = await (await person('Bo')).open()
    look(limited, ticket, 'public')
    look(ana, ticket)
    look(bo, ticket)
    await sees(ana, 'Bo null')
    look(bo, other)
    await ana.until(() => latest(ana)?.length === 0)
    expect(
      ana.frames.some((frame) => frame.type === 'viewers' && frame.viewers.some(({ name }) => name === 'Limited')),
    ).toBe(false)
    expect(latest(limited)).toBeNull()
    close(limited, ana, bo)
  })

  it('is told of drafts there: of its own, and of unsent replies of others', async () => {
    const ticket = await desk.ticket()
    const [ana, bo] = [await person('Ana'), await person('Bo')]
    const [own, colleague] = [await ana.open(elsewhere), await bo.open()]
    look(own, ticket)
    look(colleague, ticket)
    await sees(own, 'Bo null')
    const writer = desk.home.contextOf(principalWith(['*'], { id: ana.tokenId }))
    const words = { ticketId: ticket.id, macro: null, readSeq: null, revision: null, body: 'Not yet' } as const
    await saveDraft(writer, { ...words, visibility: 'internal' })
    const draft = await saveDraft(writer, { ...words, visibility: 'public' })
    await dropDraft(writer, { ticketId: ticket.id, visibility: 'public', revision: null })
    const drafts = (client: TestSocket) =>
      client.frames.flatMap((frame) =>
        frame.type === 'draft' ? [`${frame.visibility} ${frame.isMine} ${frame.revision !== null}`] : [],
      )
    await own.until(() => drafts(own).length === 3)
    await colleague.until(() => drafts(colleague).length === 2)
    expect(drafts(own)).toEqual(['internal true true', 'public true true', 'public true false'])
    expect(drafts(colleague)).toEqual(['public false true', 'public false false'])
    expect(draft?.revision).toBeGreaterThan(0)
    close(own, colleague)
  })

  it('is refused what is no ticket, or no kind of words', async () => {
    const client = await (await person('Ana')).open()
    const odd = [{}, { ticket: 7 }, { ticket: 'chat_1' }, { ticket: encodeId('ticket', newId()), writing: 'aloud' }]
    for (const more of odd) client.send({ type: 'look', ...more })
    await client.until(() => client.frames.filter(({ type }) => type === 'error').length === odd.length)
    expect(new Set(client.frames.flatMap((frame) => (frame.type === 'error' ? [frame.code] : [])))).toEqual(
      new Set(['malformed_frame']),
    )
    close(client)
  })
})
