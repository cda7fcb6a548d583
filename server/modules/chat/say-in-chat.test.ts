import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { addMessage } from '../handling/index.ts'
import { readMessages, readTimeline } from '../tickets/index.ts'
import { closeChat, readChatMessages, sayInChat } from './index.ts'
import { type ChatDesk, openChatDesk } from './testing/chat-desk.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(() => desk.close())

const seqsIn = async (chatId: string) =>
  (await readChatMessages(desk.context, { chatId, after: 0, limit: 200 }))?.map(({ seq }) => seq)

describe('what is said in a chat', () => {
  it('has the next number, and stands on the ticket too', async () => {
    const { chat, agent } = await desk.answeredChat()
    await desk.say(desk.asCustomer(chat), chat, 'Hello')
    const note = { clientId: null, asCustomer: false, lastSeenSeq: null } as const
    await addMessage(desk.context, { ticketId: chat.ticketId, body: 'A whisper', visibility: 'internal', ...note })
    const said = await desk.say(desk.as(agent), chat, 'Good morning')
    expect(said).toMatchObject({ isRepeat: false, message: { seq: 2, author: { kind: 'agent', id: agent.id } } })
    await addMessage(desk.as(agent), {
      ticketId: chat.ticketId,
      body: 'From the ticket',
      visibility: 'public',
      ...note,
    })
    const messages = await readChatMessages(desk.asCustomer(chat), { chatId: chat.id, after: 0, limit: 10 })
    expect(messages?.map(({ seq, body }) => [seq, body])).toEqual([
      [1, 'Hello'],
      [2, 'Good morning'],
      [3, 'From the ticket'],
    ])
    const onTicket = await readMessages(desk.context, { ticketId: chat.ticketId, after: 0, limit: 10 })
    expect(onTicket?.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    const timeline = await readTimeline(desk.context, { ticketId: chat.ticketId, after: 0, limit: 100 } as never)
    expect(JSON.stringify(timeline)).toContain('Good morning')
  })

  it('is said once for each clientId', async () => {
    const chat = await desk.chat()
    const customer = desk.asCustomer(chat)
    const first = await desk.say(customer, chat, 'Once', 'c-1')
    const again = await desk.say(customer, chat, 'Once', 'c-1')
    expect(again).toMatchObject({ isRepeat: true, message: { id: first?.message.id, seq: 1 } })
    await expect(desk.say(customer, chat, 'Other', 'c-1')).rejects.toMatchObject({ code: 'conflict' })
    const twins = await Promise.all(Array.from({ length: 8 }, () => desk.say(customer, chat, 'Twin', 'c-2')))
    expect(new Set(twins.map((said) => said?.message.id)).size).toBe(1)
    expect(twins.filter((said) => said?.isRepeat === false)).toHaveLength(1)
    expect(await seqsIn(chat.id)).toEqual([1, 2])
  })

  it('has numbers without holes when both write at once, and one fails', async () => {
    const { chat, agent } = await desk.answeredChat()
    const customer = desk.asCustomer(chat)
    const all = await Promise.allSettled([
      ...Array.from({ length: 10 }, (_, index) => desk.say(customer, chat, `c${index}`, `c${index}`)),
      ...Array.from({ length: 10 }, (_, index) => desk.say(desk.as(agent), chat, `a${index}`, `a${index}`)),
      sayInChat(customer, { chatId: chat.id, body: 'x', clientId: null, fileIds: [chat.id] }),
    ])
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(await seqsIn(chat.id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('comes before the end or is refused', async () => {
    const { chat } = await desk.answeredChat()
    const customer = desk.asCustomer(chat)
    const results = await Promise.allSettled([
      ...Array.from({ length: 6 }, (_, index) => desk.say(customer, chat, `m${index}`)),
      closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' }),
    ])
    const said = results.slice(0, 6).filter(({ status }) => status === 'fulfilled').length
    expect(await seqsIn(chat.id)).toEqual(Array.from({ length: said }, (_, index) => index + 1))
    await expect(desk.say(customer, chat, 'Late')).rejects.toMatchObject({
      code: 'conflict',
      details: { status: 'closed', reason: 'closed' },
    })
  })

  it('repeats what was said before the end', async () => {
    const { chat } = await desk.answeredChat()
    await desk.say(desk.asCustomer(chat), chat, 'Last words', 'last')
    await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    expect(await desk.say(desk.asCustomer(chat), chat, 'Last words', 'last')).toMatchObject({ isRepeat: true })
  })

  it('refuses nothing, and who may not', async () => {
    const chat = await desk.chat()
    await expect(desk.say(desk.asCustomer(chat), chat, '  ')).rejects.toMatchObject({ fields: [{ pointer: '/body' }] })
    const reader = desk.home.contextOf(principalWith(['chat:read']))
    await expect(desk.say(reader, chat, 'Hi')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await desk.say(desk.context, { ...chat, id: chat.ticketId }, 'Hi')).toBeNull()
  })
})

describe('the first response', () => {
  const clockOf = async (ticketId: string) => {
    const [clock] = await desk.home.query<{ state: string }>(
      `select state from sla_clocks where ticket_id = $1 and metric = 'firstResponse'`,
      [ticketId],
    )
    return clock?.state
  }

  it('is an agent’s word, and not a bot’s', async () => {
    const { chat, agent } = await desk.answeredChat()
    const before = await clockOf(chat.ticketId)
    const bot = await desk.addAgent({ kind: 'bot', name: 'Robo' })
    const asBot = { chatId: chat.id, body: 'I am a bot.', clientId: null, asAgentId: bot.id }
    const said = await sayInChat(desk.context, asBot)
    expect(said?.message.author).toMatchObject({ kind: 'agent', id: bot.id, name: 'Robo' })
    expect(await clockOf(chat.ticketId)).toBe(before)
    await desk.say(desk.as(agent), chat, 'A person is here.')
    expect(await clockOf(chat.ticketId)).toBe('met')
    expect(before).not.toBe('met')
  })

  it('as another agent is for who acts for agents', async () => {
    const { chat, agent } = await desk.answeredChat()
    const input = { chatId: chat.id, body: 'Hi', clientId: null, asAgentId: agent.id }
    await expect(sayInChat(desk.asCustomer(chat), input)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(sayInChat(desk.context, { ...input, asAgentId: chat.id })).rejects.toMatchObject({ code: 'invalid' })
  })
})
