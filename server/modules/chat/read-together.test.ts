import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { getChat, newsTogether, readMissed } from './index.ts'
import { type ChatDesk, openChatDesk } from './testing/chat-desk.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(() => desk.close())

describe('what many ask in one moment', () => {
  it('is read together, and each sees of it what it may see alone', async () => {
    const [first, second] = [await desk.chat(), await desk.chat({ customerId: 'visitor-2' })]
    const elsewhere = principalWith(['chat:read'], { scope: { channels: null, queues: new Set(['nowhere']) } })
    const found = await Promise.all([
      getChat(desk.asCustomer(first), { chatId: first.id }),
      getChat(desk.asCustomer(first), { chatId: second.id }),
      getChat(desk.asCustomer(second), { chatId: second.id }),
      getChat(desk.home.contextOf(elsewhere), { chatId: second.id }),
      getChat(desk.home.contextOf(principalWith(['ticket:read'])), { chatId: second.id }),
      getChat(desk.context, { chatId: second.id }),
      getChat(desk.context, { chatId: second.ticketId }),
    ])
    expect(found.map((chat) => chat?.id ?? null)).toEqual([first.id, null, second.id, null, null, second.id, null])
  })

  it('is of several places in one chat, each answered from there on', async () => {
    const { chat, agent } = await desk.answeredChat()
    const other = await desk.answeredChat()
    for (let number = 1; number <= newsTogether + 1; number++) await desk.say(desk.as(agent), chat, `word ${number}`)
    await desk.say(desk.as(other.agent), other.chat, 'of another')
    const asked = [0, newsTogether, newsTogether, newsTogether + 1, 0]
    const answers = await Promise.all([
      ...asked.map((after) => readMissed(desk.context, { chatId: chat.id, after })),
      readMissed(desk.context, { chatId: other.chat.id, after: 0 }),
    ])
    const seqs = answers.map((messages) => [messages.length, messages[0]?.seq, messages.at(-1)?.seq])
    const last = newsTogether + 1
    expect(seqs).toEqual([
      [newsTogether, 1, newsTogether],
      [1, last, last],
      [1, last, last],
      [0, undefined, undefined],
      [newsTogether, 1, newsTogether],
      [1, 1, 1],
    ])
    expect(answers[5]?.[0]?.body).toBe('of another')
  })
})
