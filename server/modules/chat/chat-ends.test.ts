import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCase } from '../cases/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { mergeTickets } from '../merging/index.ts'
import { getCustomer } from '../customers/index.ts'
import { getTicket } from '../tickets/index.ts'
import { newId } from '../../platform/ids.ts'
import { closeChat, getChat, leaveChat, rateChat } from './index.ts'
import { type ChatDesk, openChatDesk } from './testing/chat-desk.ts'

let desk: ChatDesk
beforeAll(async () => {
  desk = await openChatDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

describe('merging the ticket of a chat', () => {
  it('is refused while the two talk, and done afterwards', async () => {
    const { chat } = await desk.answeredChat()
    const { ticketId } = chat
    const into = (await desk.ticket({ customerId: 'visitor-1' })).id
    const merge = () => mergeTickets(desk.context, { ticketId, into, reason: null, allowOtherCustomer: false })
    await expect(merge()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'live_chat' } })
    expect(await getChat(desk.context, { chatId: chat.id })).toMatchObject({ endedAt: null })
    await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    expect((await merge())?.mergedInto?.id).toBe(into)
  })
})

describe('closing a chat in which nothing was said', () => {
  it('leaves its ticket to be worked on while a case of it is open', async () => {
    const chat = await desk.chat({ issueSummary: undefined as never })
    const { ticketId } = chat
    const inReview = { reason: 'fraud_suspected', severity: null, lane: null, note: null, evidence: [], trigger: null }
    await desk.context.transaction((tx) => openCase(tx, desk.context, { ...inReview, ticketId }))
    const ended = await closeChat(desk.asCustomer(chat), { chatId: chat.id, by: 'customer', reason: 'closed' })
    expect(ended).toMatchObject({ endReason: 'abandoned', task: { kind: 'ticket', state: 'waiting' } })
    expect(await getTicket(desk.context, { ticketId })).toMatchObject({ statusCategory: 'new' })
  })
})

describe('leaving a chat', () => {
  it('goes on as a message at its rank, once', async () => {
    const chat = await desk.chat()
    const leaving = { chatId: chat.id, as: 'message', body: 'Write to me.', email: 'ana@example.com' } as const
    const left = await leaveChat(desk.asCustomer(chat), leaving)
    expect(left).toMatchObject({ endReason: 'message', endedBy: 'customer', messageSeq: 1, taskId: chat.taskId })
    expect(left?.task).toMatchObject({ kind: 'ticket', state: 'waiting' })
    expect(await leaveChat(desk.asCustomer(chat), leaving)).toMatchObject({ messageSeq: 1, endedAt: left?.endedAt })
    await expect(leaveChat(desk.asCustomer(chat), { ...leaving, as: 'callback' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('goes on as a callback to a number somebody told', async () => {
    const chat = await desk.chat({ customerId: 'visitor-without-number' })
    const customer = desk.asCustomer(chat)
    const asked = { chatId: chat.id, as: 'callback' } as const
    await expect(leaveChat(customer, asked)).rejects.toMatchObject({ fields: [{ pointer: '/phone' }] })
    const left = await leaveChat(customer, { ...asked, phone: '+34 600 123 456' })
    expect(left).toMatchObject({ endReason: 'callback', task: { kind: 'callback', state: 'waiting' } })
    const contacts = (await getCustomer(desk.context, { customerId: chat.customer.id }))?.contacts
    expect(contacts).toMatchObject([{ kind: 'phone', value: '+34600123456' }])
  })

  it('is too late when somebody has taken it', async () => {
    const { chat } = await desk.answeredChat()
    const leaving = leaveChat(desk.asCustomer(chat), { chatId: chat.id, as: 'message', body: 'Bye' })
    await expect(leaving).rejects.toMatchObject({ code: 'conflict', details: { status: 'active' } })
    const [row] = await desk.home.query<{ seq: number }>('select message_seq as seq from chat_sessions where id = $1', [
      chat.id,
    ])
    expect(row?.seq).toBe(0)
  })
})

describe('rating a chat', () => {
  it('is kept with its words, and the last stands', async () => {
    const { chat } = await desk.answeredChat()
    const customer = desk.asCustomer(chat)
    await closeChat(customer, { chatId: chat.id, by: 'customer', reason: 'closed' })
    await rateChat(customer, { chatId: chat.id, score: 2, comment: 'Slow' })
    const rated = await rateChat(customer, { chatId: chat.id, score: 4, comment: null })
    expect(rated).toMatchObject({ rating: 4, ratingComment: null })
    await rateChat(customer, { chatId: chat.id, score: 4, comment: null })
    const ofAgent = { ...desk.context, principal: { ...desk.context.principal, agentId: newId() } }
    const forged = rateChat(ofAgent, { chatId: chat.id, score: 5, comment: null })
    await expect(forged).rejects.toMatchObject({ code: 'forbidden' })
    expect((await desk.typesOf(chat)).filter((type) => type === 'chat.rated')).toHaveLength(2)
  })

  it('is of what somebody answered', async () => {
    const chat = await desk.chat()
    const rating = rateChat(desk.asCustomer(chat), { chatId: chat.id, score: 5, comment: null })
    await expect(rating).rejects.toMatchObject({ code: 'conflict' })
  })
})
