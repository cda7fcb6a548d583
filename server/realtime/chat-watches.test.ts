import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '../database/pool.ts'
import { createToken, unlimitedGrant } from '../modules/access/index.ts'
import { readInChat, transferChat, typeInChat } from '../modules/chat/index.ts'
import { openChatDesk, type ChatDesk } from '../modules/chat/testing/chat-desk.ts'
import { createEventFeed, type EventFeed } from '../modules/events/index.ts'
import { encodeId } from '../platform/ids.ts'
import { createRealtimeHub, type RealtimeHub } from './realtime-hub.ts'
import { openSocket, type TestSocket } from './testing/test-socket.ts'

let desk: ChatDesk
let hub: RealtimeHub
let feed: EventFeed
const app = fastify()
const log = { warn: () => undefined }
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  desk = await openChatDesk()
  const { here, relayUrl } = desk.home
  const relay = openPool({ url: relayUrl, size: 3, name: 'relay', onConnectionLost: () => undefined })
  feed = createEventFeed({ relay, memory: here.memory, pollMs: 50, log })
  hub = createRealtimeHub({ installation: here, feed, log, isOwnOrigin: () => false })
  hub.attach(app.server)
  await feed.start()
  await app.listen({ host: '127.0.0.1', port: 0 })
  ends.push(
    () => hub.drain(),
    () => app.close(),
    () => feed.stop(),
    () => relay.end(),
    () => desk.close(),
  )
})
afterAll(async () => {
  for (const end of ends) await end()
})

/** A desk's socket that has these chats before it. */
async function watch(chats: readonly { id: string }[], queues: string[] | null = null): Promise<TestSocket> {
  const grant = { ...unlimitedGrant, name: 'desk', role: 'manager', queues } as const
  const { secret } = await createToken(desk.context, grant)
  const { port } = app.server.address() as AddressInfo
  const client = await openSocket(`ws://127.0.0.1:${port}/v1/realtime`, {
    headers: { authorization: `Bearer ${secret}` },
  })
  await client.first('hello')
  client.send({ type: 'watch', chats: chats.map(({ id }) => encodeId('chat', id)) })
  return client
}

const signs = (client: TestSocket) =>
  client.frames.flatMap((frame) => (frame.type === 'chat' ? [`${frame.by} ${frame.kind} ${frame.seq}`] : []))

describe('a desk that has chats before it', () => {
  it('is told that their customer types and who has read, and nothing of other chats', async () => {
    const [{ chat, agent }, other] = [await desk.answeredChat(), await desk.chat({ customerId: 'visitor-2' })]
    const customer = desk.asCustomer(chat)
    await desk.say(customer, chat, 'Good morning')
    const client = await watch([chat])
    // Who watches is looked up first: the word of a moment before that is lost without harm.
    while (signs(client).length === 0) await typeInChat(customer, { chatId: chat.id })
    await typeInChat(desk.asCustomer(other), { chatId: other.id })
    await typeInChat(desk.as(agent), { chatId: chat.id })
    // Who may look on reads for nobody.
    const onlooker = { ...desk.context, principal: { ...desk.context.principal, permissions: new Set(['chat:read']) } }
    expect(await readInChat(onlooker, { chatId: chat.id, seq: 1 })).toMatchObject({ agentReadSeq: 0 })
    await readInChat(desk.as(agent), { chatId: chat.id, seq: 1 })
    await readInChat(customer, { chatId: chat.id, seq: 1 })
    await client.until(() => signs(client).includes('customer read 1'))
    expect(new Set(signs(client))).toEqual(new Set(['customer typing null', 'agent read 1', 'customer read 1']))
    const ids = client.frames.flatMap((frame) => (frame.type === 'chat' ? [frame.chatId] : []))
    expect(new Set(ids)).toEqual(new Set([encodeId('chat', chat.id)]))
    client.socket.close()
  })

  it('is told no more of a chat it does not name again, or that has left what it may see', async () => {
    const { chat } = await desk.answeredChat({ customerId: 'visitor-3' })
    const { chat: second } = await desk.answeredChat({ customerId: 'visitor-4' })
    const [all, witness] = [await watch([chat, second]), await watch([chat])]
    const limited = await watch([chat], [chat.task.queue])
    const type = (one: typeof chat) => typeInChat(desk.asCustomer(one), { chatId: one.id })
    while ([all, witness, limited].some((client) => signs(client).length === 0)) await type(chat)
    all.send({ type: 'watch', chats: [encodeId('chat', second.id)] })
    while (!all.frames.some((frame) => frame.type === 'chat' && frame.chatId === encodeId('chat', second.id)))
      await type(second)
    await transferChat(desk.context, {
      chatId: chat.id,
      to: { queue: 'payments' },
      mode: 'cold',
      restart: false,
      force: false,
      note: null,
    })
    await all.event('task.transferred')
    // Both are told in one breath: what the one hears and the other does not, it is told no more.
    for (let quiet = 0; quiet < 5;) {
      const [before, known] = [signs(limited).length, signs(witness).length]
      await type(chat)
      await witness.until(() => signs(witness).length > known)
      quiet = signs(limited).length > before ? 0 : quiet + 1
    }
    const heard = all.frames.flatMap((frame) => (frame.type === 'chat' ? [frame.chatId] : []))
    expect(heard.at(-1)).toBe(encodeId('chat', second.id))
    for (const { socket } of [all, witness, limited]) socket.close()
  })

  it('is refused what is no list of chats', async () => {
    const client = await watch([])
    const odd = [{}, { chats: 'chat_1' }, { chats: [7] }, { chats: ['ticket_1'] }, { chats: Array(51).fill('chat_1') }]
    for (const more of odd) client.send({ type: 'watch', ...more })
    await client.until(() => client.frames.filter(({ type }) => type === 'error').length === odd.length)
    expect(new Set(client.frames.flatMap((frame) => (frame.type === 'error' ? [frame.code] : [])))).toEqual(
      new Set(['malformed_frame']),
    )
    client.socket.close()
  })
})
