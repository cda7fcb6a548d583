import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { readLinks, readMessages, type Ticket } from '../tickets/index.ts'
import { mergeTickets, sayOnTicket, splitTicket } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const say = async (ticket: Ticket, body: string, visibility: 'public' | 'internal' = 'public') => {
  const word = { ticketId: ticket.id, body, visibility, clientId: null, lastSeenSeq: null }
  const said = await sayOnTicket(desk.context, { ...word, asCustomer: visibility === 'public' })
  return said?.message.id ?? ''
}
const split = (ticket: Ticket, messageIds: string[], more: object = {}) =>
  splitTicket(desk.context, {
    ticketId: ticket.id,
    messageIds,
    issueSummary: 'An invoice',
    includeNotes: false,
    ...more,
  })
const messagesOf = async (ticket: Ticket | null) =>
  (await readMessages(desk.context, { ticketId: ticket?.id ?? '', after: 0, limit: 50 }))?.map(
    ({ seq, body, visibility, author, createdAt }) => ({ seq, body, visibility, author: author.kind, createdAt }),
  )

describe('splitting a ticket', () => {
  it('opens another one with copies of the messages, linked and routed, and keeps the history of the first', async () => {
    const ticket = await desk.ticket({ message: 'The lobby is down.' })
    const wrong = await say(ticket, 'And the invoice is wrong.')
    const note = await say(ticket, 'Bills late.', 'internal')
    const before = await messagesOf(ticket)
    desk.home.advance(60_000)
    const opened = await split(ticket, [wrong], { priority: 'high', category: 'payment_processing' })
    expect(opened).toMatchObject({
      customer: ticket.customer,
      serviceLine: ticket.serviceLine,
      issueSummary: 'An invoice',
      priority: 'high',
      category: 'payment_processing',
      createdBy: ticket.createdBy,
    })
    expect(await messagesOf(opened)).toEqual([{ ...before?.[1], seq: 1 }])
    expect(await messagesOf(ticket)).toEqual(before)
    expect(await readLinks(desk.context, { ticketId: opened?.id ?? '' })).toMatchObject([
      { kind: 'split_from', isOutgoing: true, other: { id: ticket.id } },
    ])
    expect((await desk.eventTypes(ticket)).at(-1)).toBe('ticket.split')
    const tasks = await desk.home.query('select state from tasks where ticket_id = $1', [opened?.id])
    expect(tasks).toEqual([{ state: 'waiting' }])
    const withNote = await split(ticket, [note, wrong], { includeNotes: true })
    expect((await messagesOf(withNote))?.map((one) => one.visibility)).toEqual(['public', 'internal'])
    expect(await sayOnTicket(desk.context, saidBy(withNote))).toMatchObject({ message: { seq: 3 } })
  })

  it('is refused for notes nobody asked for, messages of others and words nobody knows, and opens nothing', async () => {
    const ticket = await desk.ticket({ message: 'One' })
    const note = await say(ticket, 'secret', 'internal')
    const other = await say(await desk.ticket(), 'Elsewhere')
    await expect(split(ticket, [note, other, newId()])).rejects.toMatchObject({
      code: 'invalid',
      fields: [
        { pointer: '/messageIds/0', code: 'not_public' },
        { pointer: '/messageIds/1', code: 'unknown_message' },
        { pointer: '/messageIds/2', code: 'unknown_message' },
      ],
    })
    const own = await say(ticket, 'Two')
    await expect(split(ticket, [own], { category: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
    expect(await split({ ...ticket, id: newId() }, [own])).toBeNull()
    const reader = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write']))
    const input = { ticketId: ticket.id, messageIds: [own], issueSummary: 'x', includeNotes: false }
    await expect(splitTicket(reader, input)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await readLinks(desk.context, { ticketId: ticket.id })).toEqual([])
  })

  it('is refused for a ticket that was merged', async () => {
    const [source, target] = [await desk.ticket({ message: 'One' }), await desk.ticket()]
    const own = await say(source, 'Two')
    await mergeTickets(desk.context, { ticketId: source.id, into: target.id, reason: null, allowOtherCustomer: false })
    await expect(split(source, [own])).rejects.toMatchObject({ details: { reason: 'merged' } })
  })
})

const saidBy = (ticket: Ticket | null) => ({
  ticketId: ticket?.id ?? '',
  body: 'Thanks',
  visibility: 'public' as const,
  clientId: null,
  asCustomer: true,
  lastSeenSeq: null,
})
