import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { mergeTickets, suggestBeforehand, suggestDuplicates } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const summary = 'Cannot join a ranked lobby'

describe('duplicates of a ticket', () => {
  it('are the open tickets of its customer that say much the same, newest first, with a score and the reason', async () => {
    const customerId = 'customer-twins'
    const first = await desk.ticket({ customerId, issueSummary: 'Ranked lobby cannot be joined' })
    const merged = await desk.ticket({ customerId, issueSummary: summary })
    await desk.ticket({ customerId, issueSummary: 'Invoice of March is missing' })
    await desk.ticket({ customerId: 'customer-other', issueSummary: summary })
    const same = await desk.ticket({ customerId, issueSummary: `${summary}!` })
    const ticket = await desk.ticket({ customerId, issueSummary: summary })
    await mergeTickets(desk.context, { ticketId: merged.id, into: same.id, reason: null, allowOtherCustomer: false })
    const found = await suggestDuplicates(desk.context, { ticketId: ticket.id })
    expect(found).toMatchObject([
      { ticket: { id: same.id, number: same.number }, score: 1, reasons: [{ code: 'similar_summary' }] },
      {
        ticket: { id: first.id },
        reasons: [{ text: 'Both say: cannot, lobby, ranked.', words: ['cannot', 'lobby', 'ranked'] }],
      },
    ])
    // What is merged has its place already.
    expect(await suggestDuplicates(desk.context, { ticketId: merged.id })).toEqual([])
  })

  it('are found by their order, whatever they say', async () => {
    const customerId = 'customer-orders'
    const orderId = newId()
    await desk.home.query(
      `insert into orders (workspace_id, id, external_id, status, placed_at) values ($1, $2, 'ORD-7', 'PREPARING', now())`,
      [desk.home.workspace.id, orderId],
    )
    const other = await desk.ticket({ customerId, issueSummary: 'Cold pizza', orderId: 'ORD-7' })
    const ticket = await desk.ticket({ customerId, issueSummary: 'Where is my money', orderId: 'ORD-7' })
    expect(await suggestDuplicates(desk.context, { ticketId: ticket.id })).toMatchObject([
      { ticket: { id: other.id }, reasons: [{ code: 'same_order', text: 'Both are about order ORD-7.' }] },
    ])
  })

  it('are only those the caller may see, and of no ticket it may not', async () => {
    const customerId = 'customer-scoped'
    await desk.ticket({ customerId, issueSummary: summary, channel: 'email' })
    const ticket = await desk.ticket({ customerId, issueSummary: summary, channel: 'ticket' })
    const within = (channel: string) =>
      desk.home.contextOf(principalWith(['ticket:read'], { scope: { channels: new Set([channel]), queues: null } }))
    expect(await suggestDuplicates(within('ticket'), { ticketId: ticket.id })).toEqual([])
    expect(await suggestDuplicates(within('voice'), { ticketId: ticket.id })).toBeNull()
    expect(await suggestDuplicates(desk.context, { ticketId: ticket.id })).toHaveLength(1)
  })
})

describe('duplicates of a ticket that is not opened yet', () => {
  it('are the same, of who its customer goes on as, for who may see them', async () => {
    const customerId = 'customer-beforehand'
    const same = await desk.ticket({ customerId, issueSummary: `${summary}!`, channel: 'email' })
    await desk.ticket({ customerId, issueSummary: 'Invoice of March is missing' })
    const asked = { customerId: same.customer.id, issueSummary: summary, orderId: null }
    expect(await suggestBeforehand(desk.context, asked)).toMatchObject([
      { ticket: { id: same.id, number: same.number }, reasons: [{ code: 'similar_summary' }] },
    ])
    expect(await suggestBeforehand(desk.context, { ...asked, issueSummary: '' })).toEqual([])
    expect(await suggestBeforehand(desk.context, { ...asked, orderId: 'ORD-none' })).toHaveLength(1)
    const scope = { channels: new Set(['voice']), queues: null }
    const elsewhere = desk.home.contextOf(principalWith(['customer:read', 'ticket:read'], { scope }))
    expect(await suggestBeforehand(elsewhere, asked)).toEqual([])
  })

  it('are asked of a customer there is, by who may read customers', async () => {
    const asked = { customerId: newId(), issueSummary: summary, orderId: null }
    expect(await suggestBeforehand(desk.context, asked)).toBeNull()
    const blind = desk.home.contextOf(principalWith(['ticket:read']))
    await expect(suggestBeforehand(blind, asked)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
