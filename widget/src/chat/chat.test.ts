import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCalls } from './calls.ts'
import { type Chat, createChat } from './chat.ts'
import { type Memory, openMemory } from './memory.ts'
import type { ChatState } from './state.ts'
import { type FakeService, openFakeService } from './testing/fake-service.ts'

let service: FakeService
let memory: Memory
let chats: Chat[]

beforeEach(async () => {
  service = await openFakeService()
  memory = openMemory({}, 'shop')
  chats = []
})

afterEach(async () => {
  for (const chat of chats) chat.close()
  await service.close()
})

/** A page that was just loaded. */
function loadPage(): Chat {
  const chat = createChat({
    calls: createCalls(service.address),
    memory,
    opening: (form) => ({ channel: 'shop', form }),
  })
  chats.push(chat)
  chat.resume()
  return chat
}

async function openChat(): Promise<Chat> {
  const chat = loadPage()
  await chat.open({ email: 'ana@mail.example' })
  await until(() => service.sockets() === 1)
  return chat
}

const until = (holds: () => boolean) => expect.poll(holds, { interval: 10 }).toBe(true)
const stateOf = (chat: Chat): ChatState => chat.state.get()
const said = (chat: Chat) => stateOf(chat).conversation.messages.map(({ body }) => body)
const waiting = (chat: Chat) => stateOf(chat).conversation.outbox.length

describe('a customer’s chat', () => {
  it('is opened, waits with its place in line, and goes live with its agent', async () => {
    const chat = await openChat()
    expect([stateOf(chat).phase, stateOf(chat).place?.position]).toEqual(['waiting', 3])
    service.tell({ type: 'position', position: 1, estimatedWait: { p50Seconds: 60, p90Seconds: 120 } })
    await until(() => stateOf(chat).place?.position === 1)
    expect(stateOf(chat).place).toEqual({ position: 1, joinedAt: 3, wait: { p50Seconds: 60, p90Seconds: 120 } })
    service.tell({ type: 'state', status: 'active', agent: { name: 'Inês' } })
    await until(() => stateOf(chat).phase === 'live')
    expect([stateOf(chat).agentName, stateOf(chat).place]).toEqual(['Inês', null])
  })

  it('says a message once, although its answer was lost and the server failed before', async () => {
    const chat = await openChat()
    service.fail('POST messages', 503, 'drop')
    chat.say('Where is my parcel?', [])
    expect(waiting(chat)).toBe(1)
    await until(() => waiting(chat) === 0)
    expect(said(chat)).toEqual(['Where is my parcel?'])
    await until(() => service.calls.filter((call) => call === 'POST messages').length >= 2)
    expect(service.messages.map(({ body }) => body)).toEqual(['Where is my parcel?'])
  })

  it('misses nothing that was said while the line was down', async () => {
    const chat = await openChat()
    service.say('one')
    await until(() => said(chat).length === 1)
    service.hangUp()
    service.say('two')
    service.say('three')
    await until(() => said(chat).length === 3)
    expect(said(chat)).toEqual(['one', 'two', 'three'])
  })

  it('goes on by calls where no stream gets through', async () => {
    const chat = await openChat()
    service.hangUp({ isShut: true })
    service.set({ status: 'active', agent: { name: 'Inês' } })
    service.say('I am here.')
    await until(() => said(chat).length === 1 && stateOf(chat).phase === 'live')
    await until(() => stateOf(chat).isLinked)
  })

  it('goes on after a reload: session, messages, place and what was not sent', async () => {
    const chat = await openChat()
    service.say('one')
    await until(() => said(chat).length === 1)
    chat.see()
    service.fail('POST messages', 503, 503, 503)
    chat.say('not sent yet', [])
    chat.close()
    const again = loadPage()
    expect(waiting(again)).toBe(1)
    await until(() => said(again).length === 2)
    expect(said(again)).toEqual(['one', 'not sent yet'])
    expect([stateOf(again).phase, stateOf(again).seen]).toEqual(['waiting', 1])
    expect(service.calls.filter((call) => call === 'POST sessions')).toHaveLength(1)
  })

  it('of two tabs forgets nothing that one of them has not sent, and says it once', async () => {
    const chat = await openChat()
    const other = loadPage()
    await until(() => service.sockets() === 2)
    service.fail('POST messages', 503, 503, 503)
    chat.say('not sent yet', [])
    service.say('one')
    await until(() => said(other).length === 1)
    other.see()
    chat.close()
    other.close()
    const again = loadPage()
    expect(waiting(again)).toBe(1)
    const beside = loadPage()
    await until(() => waiting(again) + waiting(beside) === 0)
    expect(service.messages.map(({ body }) => body)).toEqual(['one', 'not sent yet'])
    const last = loadPage()
    expect([waiting(last), stateOf(last).seen]).toEqual([0, 1])
  })

  it('of two tabs is the one begun last that is gone on with', async () => {
    const chat = await openChat()
    const other = loadPage()
    await until(() => service.sockets() === 2)
    chat.startOver()
    service.say('to the old one')
    await until(() => said(other).length === 1)
    other.see()
    expect(stateOf(loadPage()).phase).toBe('form')
  })

  it('tells what it has seen and that it types', async () => {
    const chat = await openChat()
    service.say('one')
    await until(() => said(chat).length === 1)
    chat.see()
    chat.see()
    chat.type()
    chat.type()
    await until(() => service.heard.length === 2)
    expect(service.heard).toEqual([{ type: 'read', seq: 1 }, { type: 'typing' }])
  })

  it('tells what was seen while the line was down once it is back', async () => {
    const chat = await openChat()
    service.say('one')
    await until(() => said(chat).length === 1)
    service.hangUp({ isShut: true })
    await until(() => service.sockets() === 0)
    service.say('two')
    await until(() => said(chat).length === 2)
    chat.see()
    expect(service.heard).toEqual([])
    service.hangUp()
    await until(() => service.heard.length === 1)
    expect(service.heard).toEqual([{ type: 'read', seq: 2 }])
  })

  it('shows that the other side types and how far it has read, and not what this side does elsewhere', async () => {
    const chat = await openChat()
    service.tell({ type: 'state', status: 'active', agent: { name: 'Inês' } })
    service.tell({ type: 'typing', by: 'customer' })
    service.tell({ type: 'read', by: 'customer', seq: 9 })
    service.tell({ type: 'typing', by: 'agent' })
    service.tell({ type: 'read', by: 'agent', seq: 2 })
    await until(() => stateOf(chat).theirSeen === 2)
    service.tell({ type: 'typing', by: 'agent' })
    await until(() => stateOf(chat).isTyping)
    service.say('Here I am.')
    await until(() => said(chat).length === 1)
    expect(stateOf(chat).isTyping).toBe(false)
  })

  it('keeps a refused message for another try', async () => {
    const chat = await openChat()
    service.fail('POST messages', 422)
    chat.say('too much', [])
    await until(() => stateOf(chat).conversation.outbox[0]?.isRefused === true)
    chat.retry(stateOf(chat).conversation.outbox[0]?.clientId ?? '')
    await until(() => waiting(chat) === 0)
    expect(said(chat)).toEqual(['too much'])
  })

  it('ends, and a new one begins from nothing', async () => {
    const chat = await openChat()
    service.say('Goodbye.')
    await until(() => said(chat).length === 1)
    await chat.end()
    await until(() => stateOf(chat).phase === 'ended' && service.sockets() === 0)
    chat.startOver()
    expect([stateOf(chat).phase, said(chat), memory.read()]).toEqual(['form', [], null])
  })

  it('forgets a session that the server does not know any more', async () => {
    const chat = await openChat()
    service.fail('GET chat_1', 401)
    service.hangUp({ code: 1008 })
    await until(() => stateOf(chat).phase === 'form')
    expect(memory.read()).toBeNull()
  })

  it('says why it could not be opened', async () => {
    const chat = loadPage()
    service.fail('POST sessions', 403)
    await chat.open({})
    expect([stateOf(chat).phase, stateOf(chat).fault]).toEqual(['form', { words: 'No.' }])
    await service.close()
    await chat.open({})
    expect(stateOf(chat).fault).toEqual({ words: '' })
  })
})
