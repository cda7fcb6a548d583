import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assignTicket, updateTicket } from '../handling/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { getTicket, readTimeline } from '../tickets/index.ts'
import { readChatMessages, sayInChat, transferChat } from './index.ts'
import { type ChatDesk, openChatDesk } from './testing/chat-desk.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

describe('a bot that has a chat first', () => {
  it('hands it to a person with all that was said, what it found out, and its note', async () => {
    const chat = await desk.chat()
    const bot = await desk.addAgent({ kind: 'bot', name: 'Robo' })
    const take = (agentId: string) =>
      assignTicket(desk.context, { ticketId: chat.ticketId, agentId, expectedVersion: null })
    await take(bot.id)
    await desk.say(desk.asCustomer(chat), chat, 'Where is my deposit?')
    const asBot = { chatId: chat.id, clientId: null, asAgentId: bot.id }
    await sayInChat(desk.context, { ...asBot, body: 'Which transaction is it?' })
    await desk.say(desk.asCustomer(chat), chat, 'TX-500131')
    const found = { type: 'payment_issue', fields: { transactionId: 'TX-500131', amount: 120 } }
    await updateTicket(desk.context, { ticketId: chat.ticketId, expectedVersion: null, update: found })
    const handOver = { to: { queue: 'frontline' }, mode: 'cold', restart: false, force: false } as const
    const note = 'Paid twice by card, wants the second one back.'
    const waiting = await transferChat(desk.as(bot), { chatId: chat.id, ...handOver, note })
    expect(waiting).toMatchObject({ agent: null, task: { queue: 'frontline' } })

    const person = await desk.addAgent({ name: 'Ines' })
    await take(person.id)
    const theirs = desk.as(person)
    const said = (await readChatMessages(theirs, { chatId: chat.id, after: 0, limit: 10 })) ?? []
    expect(said.map(({ author, body }) => [author.name, body])).toEqual([
      [null, 'Where is my deposit?'],
      ['Robo', 'Which transaction is it?'],
      [null, 'TX-500131'],
    ])
    expect(await getTicket(theirs, { ticketId: chat.ticketId })).toMatchObject(found)
    const timeline = (await readTimeline(theirs, { ticketId: chat.ticketId, after: 0, limit: 100 })) ?? []
    const place = timeline.findLastIndex(({ event }) => event.type === 'task.transferred')
    const moved = timeline[place]?.event
    const noted = timeline.slice(0, place).findLast(({ kind }) => kind === 'message')
    // Of one change: the desk shows it with the offer.
    expect(noted).toMatchObject({ message: { body: note, visibility: 'internal', author: { name: 'Robo' } } })
    expect([noted?.event.at, noted?.event.actor.id]).toEqual([moved?.at, moved?.actor.id])
    // What is noted inside is nothing for the customer.
    const shown = (await readChatMessages(desk.asCustomer(chat), { chatId: chat.id, after: 0, limit: 10 })) ?? []
    expect(shown.map(({ body }) => body)).not.toContain(note)
  })
})
