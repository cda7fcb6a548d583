import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import { closeChat, createChat, rateChat } from '../chat/index.ts'
import { addMessage, assignTicket, transitionTicket } from '../handling/index.ts'
import { mergeTickets } from '../merging/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { getPortalTicket, listPortalTickets, rateTicket, readTicketRating, replyInPortal } from './index.ts'
import { openPortalDesk, type PortalDesk } from './testing/portal-desk.ts'

let desk: PortalDesk
beforeAll(async () => {
  desk = await openPortalDesk()
})
afterAll(() => desk.close())

let count = 0
/** A customer who is signed in, with a request. */
async function customer(more: object = {}): Promise<{ ticket: Ticket; context: Context; email: string }> {
  count += 1
  const email = `rui-${count}@example.com`
  const who = {
    customerId: `customer-${count}`,
    customer: { name: 'Rui', email },
    serviceLine: 'guest-support',
    type: 'service_request',
    category: 'user_system',
  }
  const ticket = await desk.ticket({ ...who, language: 'en', ...more })
  return { ticket, context: await desk.customer(email), email }
}
const say = (ticket: Ticket, visibility: 'public' | 'internal', body: string, context = desk.context) => {
  const nothing = { clientId: null, asCustomer: false, lastSeenSeq: null }
  return addMessage(context, { ...nothing, ticketId: ticket.id, visibility, body })
}
const reply = (context: Context, ticketId: string, body: string, clientId: string | null = null) =>
  replyInPortal(context, { ticketId, body, clientId, fileIds: [] })
async function solve({ id: ticketId }: Ticket): Promise<void> {
  const agent = await desk.addAgent()
  await assignTicket(desk.context, { ticketId, agentId: agent.id, expectedVersion: null })
  await transitionTicket(desk.context, { ticketId, to: 'solved', resolution: 'Done.' })
}

describe('a request', () => {
  it('is shown in its customer’s words, with what was said in public and no more', async () => {
    const { ticket, context } = await customer({ issueSummary: 'My deposit is missing', tags: ['vip'] })
    const agent = await desk.addAgent({ name: 'Inês Duarte' })
    await say(ticket, 'internal', 'Looks like fraud to me.')
    await say(ticket, 'public', 'We are looking.', desk.as(agent))
    await reply(context, ticket.id, 'Thank you.')
    const found = await desk.one(context, ticket.id)
    expect(found?.ticket).toMatchObject({
      number: ticket.number,
      subject: 'My deposit is missing',
      state: 'in_progress',
    })
    expect(found?.messages.map(({ from, name, body }) => [from, name, body])).toEqual([
      ['desk', 'Inês Duarte', 'We are looking.'],
      ['you', 'Rui', 'Thank you.'],
    ])
    const [listed] = await listPortalTickets(context, { state: 'open', language: 'es', before: null, limit: 5 })
    expect(listed?.lastMessage).toMatchObject({ from: 'you', body: 'Thank you.' })
    for (const secret of ['fraud', 'vip', 'frontline', 'guest-care', 'priority'])
      expect(JSON.stringify([found, listed])).not.toContain(secret)
  })

  it('of which more was said than is shown is shown with the last of it', async () => {
    const { ticket, context } = await customer()
    for (let said = 0; said <= 500; said++) await say(ticket, 'public', `Word ${said}`)
    const found = await desk.one(context, ticket.id)
    expect(found?.messages).toHaveLength(500)
    expect([found?.messages[0]?.body, found?.messages.at(-1)?.body]).toEqual(['Word 1', 'Word 500'])
  }, 120_000)

  it('has its status in the language that is asked for', async () => {
    const { ticket, context } = await customer()
    const inLanguage = async (language: string) =>
      (await getPortalTicket(context, { ticketId: ticket.id, language }))?.ticket.status
    const words = [await inLanguage('en'), await inLanguage('es-MX'), await inLanguage('pt')]
    expect(new Set(words).size).toBe(3)
  })

  it('of another customer is not there, to be read, answered or rated', async () => {
    const { context } = await customer()
    const { ticket, context: owner } = await customer()
    expect(await desk.one(context, ticket.id)).toBeNull()
    expect(await reply(context, ticket.id, 'Let me in.')).toBeNull()
    expect(await rateTicket(context, { ticketId: ticket.id, score: 1, comment: null })).toBe(false)
    expect((await desk.one(owner, ticket.id))?.messages).toEqual([])
  })

  it('is not there for who is no customer', async () => {
    const { ticket } = await customer()
    await expect(desk.one(desk.context, ticket.id)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('that was merged into another of its customer’s is shown as that one, with what was said on both', async () => {
    const { ticket, email } = await customer()
    const twin = await desk.ticket({ customerId: `twin-of-${email}`, customer: { email } })
    const context = await desk.customer(email)
    await reply(context, ticket.id, 'First.')
    await mergeTickets(desk.context, {
      ticketId: ticket.id,
      into: twin.id,
      reason: 'Same',
      allowOtherCustomer: true,
    })
    expect(await desk.numbers(context)).toEqual([twin.number])
    expect((await desk.one(context, twin.id))?.messages.map(({ body }) => body)).toEqual(['First.'])
    expect(await reply(context, ticket.id, 'Second.')).toMatchObject({ number: twin.number, detour: 'merged' })
  })
})

describe('a reply', () => {
  it('sent twice is said once, and another under its id is refused', async () => {
    const { ticket, context } = await customer()
    const first = await reply(context, ticket.id, 'Hello', 'one')
    expect(await reply(context, ticket.id, 'Hello', 'one')).toEqual(first)
    expect((await desk.one(context, ticket.id))?.messages).toHaveLength(1)
    await expect(reply(context, ticket.id, 'Other', 'one')).rejects.toMatchObject({ code: 'conflict' })
    await expect(reply(context, ticket.id, ' ')).rejects.toMatchObject({ code: 'invalid' })
  })

  it('opens again what is solved, and follows up what was closed too long ago', async () => {
    const { ticket, context } = await customer()
    await solve(ticket)
    expect((await desk.one(context, ticket.id))?.ticket).toMatchObject({
      state: 'solved',
      reply: 'reopen',
      mayRate: true,
    })
    expect(await reply(context, ticket.id, 'It is not.')).toMatchObject({ number: ticket.number, detour: null })
    expect((await desk.one(context, ticket.id))?.ticket).toMatchObject({ state: 'in_progress', reopenUntil: null })
    await solve(ticket)
    desk.home.advance(60 * 24 * 3_600_000)
    const later = desk.home.contextOf(context.principal)
    expect((await desk.one(later, ticket.id))?.ticket).toMatchObject({ reply: 'follow_up', reopenUntil: null })
    const said = await reply(later, ticket.id, 'Again!')
    expect(said).toMatchObject({ detour: 'follow_up' })
    expect(await desk.numbers(later)).toEqual([said?.number, ticket.number])
    expect((await desk.one(later, decodeId('ticket', said?.ticketId ?? '') ?? ''))?.messages).toHaveLength(1)
  })
})

describe('a rating', () => {
  it('is kept once the request is solved, changed by another, and told of each time', async () => {
    const { ticket, context } = await customer()
    const rate = (score: number, comment: string | null = null) =>
      rateTicket(context, { ticketId: ticket.id, score, comment })
    await expect(rate(5)).rejects.toMatchObject({ code: 'conflict' })
    await solve(ticket)
    expect(await rate(5, 'Quick.')).toBe(true)
    expect(await rate(5, 'Quick.')).toBe(true)
    expect(await rate(4)).toBe(true)
    expect((await desk.one(context, ticket.id))?.ticket.rating).toMatchObject({ score: 4, comment: null })
    expect((await desk.eventTypes(ticket)).filter((type) => type === 'ticket.rated')).toHaveLength(2)
  })

  it('is read with what was said of its chats', async () => {
    const { ticket } = await customer()
    const { id: ticketId } = ticket
    const { chat } = await createChat(desk.context, { request: { ticketId }, hasKey: false })
    const agent = await desk.addAgent()
    await assignTicket(desk.context, { ticketId, agentId: agent.id, expectedVersion: null })
    await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    expect(await readTicketRating(desk.context, { ticketId })).toEqual({ rating: null, chats: [] })
    await rateChat(desk.context, { chatId: chat.id, score: 3, comment: 'Kind, and slow.' })
    expect(await readTicketRating(desk.context, { ticketId })).toMatchObject({
      rating: null,
      chats: [{ chatId: encodeId('chat', chat.id), score: 3, comment: 'Kind, and slow.' }],
    })
  })

  it('is read by whoever may see the ticket, and by nobody else', async () => {
    const { ticket, context } = await customer()
    const { ticket: other } = await customer()
    const read = ({ id: ticketId }: Ticket, by = desk.context) => readTicketRating(by, { ticketId })
    expect(await read(ticket)).toEqual({ rating: null, chats: [] })
    await solve(ticket)
    await rateTicket(context, { ticketId: ticket.id, score: 2, comment: 'Slow.' })
    expect(await read(ticket)).toMatchObject({ rating: { score: 2, comment: 'Slow.' } })
    expect(await read(other)).toEqual({ rating: null, chats: [] })
    const elsewhere = desk.home.contextOf({
      ...desk.context.principal,
      scope: { channels: new Set(['voice']), queues: null },
    })
    expect(await read(ticket, elsewhere)).toBeNull()
    expect(await read(ticket, context)).toBeNull()
  })
})
