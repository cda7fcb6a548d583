import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../database/query.ts'
import { createToken, unlimitedGrant } from '../../modules/access/index.ts'
import {
  closeChat,
  createChat,
  customerGraceMs,
  fireChatTimer,
  followByReading,
  getChat,
} from '../../modules/chat/index.ts'
import { assignTicket } from '../../modules/handling/index.ts'
import { claimTimers } from '../../modules/timers/index.ts'
import { type ChatNodes, openChatNodes } from './testing/chat-nodes.ts'

let nodes: ChatNodes
beforeAll(async () => {
  nodes = await openChatNodes()
})
afterAll(() => nodes.close())

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

describe('the socket of a chat', () => {
  it('tells how things stand, what was said, and what is said then', async () => {
    const { desk, here } = nodes
    const chat = await desk.chat({ message: 'Hello?' })
    const page = await here.open(chat)
    expect(page.protocol).toBe('switchyard.v1')
    await page.frame('hello', { seq: 1 })
    await page.frame('state', { status: 'queued', agent: null })
    await page.frame('position')
    const agent = await desk.addAgent()
    await assignTicket(desk.context, { ticketId: chat.ticketId, agentId: agent.id, expectedVersion: null })
    await page.until(() => page.ofType('state').some(({ status }) => status === 'active'))
    await desk.say(desk.as(agent), chat, 'Good morning')
    await page.until(() => page.seqs().length === 2)
    expect(page.ofType('message').at(-1)).toMatchObject({
      message: { body: 'Good morning', author: { kind: 'agent', name: 'Ana' } },
    })
    await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    await page.until(() => page.ofType('state').some(({ endReason }) => endReason === 'closed'))
    page.send({ type: 'message', clientId: 'late', body: 'Wait!' })
    await page.frame('error', { code: 'chat_over', clientId: 'late' })
    page.end()
  })

  it('hears what is said though the only other page left while it was coming', async () => {
    const { desk, here } = nodes
    await expect.poll(() => here.hub.count()).toBe(0)
    const leaving = await here.open(await desk.chat())
    await leaving.frame('hello')
    const { chat, agent } = await desk.answeredChat()
    const { promise: mayCome, resolve: letCome } = Promise.withResolvers<void>()
    const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>()
    // Its coming is noted in this row, which somebody has.
    const holding = desk.context.transaction(async (tx) => {
      await tx.count(sql`select 1 from chat_sessions where id = ${chat.id} for update`)
      hold()
      await mayCome
    })
    await isHeld
    const coming = await here.open(chat)
    await expect.poll(() => here.hub.count()).toBe(2)
    leaving.end()
    await expect.poll(() => here.hub.count()).toBe(1)
    letCome()
    await holding
    await coming.frame('hello')
    await desk.say(desk.as(agent), chat, 'Good morning')
    await coming.until(() => coming.seqs().length === 1)
    coming.end()
  })

  it('takes messages, once each, and shows them to the other side in another process', async () => {
    const { desk, here, elsewhere } = nodes
    const { chat } = await desk.answeredChat()
    const page = await here.open(chat)
    const colleague = await elsewhere.open(chat)
    page.send({ type: 'message', clientId: 'c-1', body: 'One' })
    page.send({ type: 'message', clientId: 'c-1', body: 'One' })
    page.send({ type: 'message', clientId: 'c-2', body: 'Two' })
    await page.until(() => page.ofType('ack').length === 3)
    expect(page.ofType('ack').map(({ clientId, seq }) => [clientId, seq])).toEqual([
      ['c-1', 1],
      ['c-1', 1],
      ['c-2', 2],
    ])
    await colleague.until(() => colleague.seqs().length === 2)
    await page.until(() => page.seqs().length === 2)
    expect([page.seqs(), colleague.seqs()]).toEqual([upTo(2), upTo(2)])
    page.end()
    colleague.end()
  })

  it('resumes after a number without a gap or a double while both write', async () => {
    const { desk, here, elsewhere } = nodes
    const { chat, agent } = await desk.answeredChat()
    const total = 24
    const writing = (async () => {
      for (let index = 0; index < total / 2; index++)
        await Promise.all([
          desk.say(desk.as(agent), chat, `a${index}`),
          desk.say(desk.asCustomer(chat), chat, `c${index}`),
        ])
    })()
    const heard: number[] = []
    for (let turn = 0; heard.length < total; turn++) {
      const page = await (turn % 2 === 0 ? here : elsewhere).open(chat, `?after=${heard.at(-1) ?? 0}`)
      await page.until(() => page.seqs().length >= Math.min(5, total - heard.length))
      page.end()
      await page.closed
      heard.push(...page.seqs())
    }
    await writing
    expect(heard).toEqual(upTo(total))
  })

  it('tells the other side who types and what was read, in another process too, and keeps the mark', async () => {
    const { desk, here, elsewhere } = nodes
    const { chat } = await desk.answeredChat()
    await desk.say(desk.asCustomer(chat), chat, 'Hello')
    const page = await here.open(chat)
    const { secret } = await createToken(desk.context, { ...unlimitedGrant, name: 'desk', role: 'admin' })
    const person = await elsewhere.open(chat, '', { headers: { authorization: `Bearer ${secret}` } })
    await Promise.all([page.frame('hello'), person.frame('hello')])
    page.send({ type: 'typing' })
    await person.frame('typing', { by: 'customer' })
    person.send({ type: 'read', seq: 7 })
    await page.frame('read', { by: 'agent', seq: 1 })
    expect(page.ofType('typing')).toEqual([])
    expect(await getChat(desk.context, { chatId: chat.id })).toMatchObject({ agentReadSeq: 1, customerReadSeq: 0 })
    page.end()
    person.end()
  })

  it('hears only what it knows, and answers by the closed list', async () => {
    const { desk, here } = nodes
    const chat = await desk.chat()
    const page = await here.open(chat)
    for (const text of ['nonsense', '[]', '{"type":7}', '{"type":"constructor"}', '{"type":"message","clientId":{}}'])
      page.send(text)
    await page.until(() => page.ofType('error').length === 5)
    expect(page.ofType('error').map(({ code }) => code)).toEqual([
      'malformed_frame',
      'malformed_frame',
      'malformed_frame',
      'unknown_frame',
      'invalid_message',
    ])
    for (let index = 0; index < 300; index++) page.send({ type: 'heartbeat' })
    expect(await page.closed).toEqual({ code: 1008, reason: 'too_many_frames' })
  })
})

describe('a customer who goes away', () => {
  const fire = async (chatId: string) => {
    const { context } = nodes.desk
    const [timer] = await nodes.desk.home.query<{ due: number }>(
      `update timers set due_at = now() - interval '1 second' where kind = 'chat.gone' and subject_id = $1 returning 1 as due`,
      [chatId],
    )
    expect(timer).toBeDefined()
    const claim = { kinds: ['chat.gone'], limit: 50, leaseMs: 1, aheadMs: 0 } as const
    const claimed = await context.transaction((tx) => claimTimers(tx, context.workspace.id, claim))
    const own = claimed.find(({ subjectId }) => subjectId === chatId)
    if (own === undefined) throw new Error('The timer was not claimed.')
    await fireChatTimer(context, own)
  }

  it('keeps the chat for the grace, and then loses it', async () => {
    const { desk, here } = nodes
    const { chat } = await desk.answeredChat()
    const page = await here.open(chat)
    await page.frame('hello')
    await fire(chat.id)
    expect(await getChat(desk.context, { chatId: chat.id })).toMatchObject({ endedAt: null })
    page.end()
    await page.closed
    await expect.poll(() => here.hub.count()).toBe(0)
    desk.home.advance(customerGraceMs + 1_000)
    await fire(chat.id)
    const ended = await getChat(desk.context, { chatId: chat.id })
    expect(ended).toMatchObject({ endedBy: 'customer', endReason: 'customer_gone', task: { state: 'done' } })
  })

  it('is missed when its page never came, unless it reads or writes', async () => {
    const { desk } = nodes
    const open = async () => {
      const request = { customerId: 'visitor-9', language: 'en', issueSummary: 'Hello' }
      const opened = await createChat(desk.context, { request, hasKey: false, origin: 'https://shop.example' })
      return opened.chat
    }
    const [silent, writing, reading] = [await open(), await open(), await open()]
    desk.home.advance(customerGraceMs - 1_000)
    await desk.say(desk.asCustomer(writing), writing, 'Still here')
    await followByReading(desk.asCustomer(reading), { chatId: reading.id, after: 0, limit: 10 })
    desk.home.advance(2_000)
    for (const chat of [silent, writing, reading]) await fire(chat.id)
    const endOf = async ({ id }: { id: string }) => (await getChat(desk.context, { chatId: id }))?.endReason
    expect([await endOf(silent), await endOf(writing), await endOf(reading)]).toEqual(['message', null, null])
  })
})
