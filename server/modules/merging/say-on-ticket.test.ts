import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { addMessage, assignTicket, transitionTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { readLinks, readMessages, type Ticket } from '../tickets/index.ts'
import { mergeTickets, sayOnTicket } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const said = (ticketId: string, more: object = {}) => ({
  ticketId,
  body: 'It happens again.',
  visibility: 'public' as const,
  clientId: null,
  asCustomer: true,
  lastSeenSeq: null,
  ...more,
})

const year = 400 * 24 * 3_600_000

async function longClosed(request: object = {}): Promise<Ticket> {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket({ message: 'It broke.', language: 'es', ...request })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  const note = { ticketId: ticket.id, body: 'Suspected fraud.', visibility: 'internal', clientId: null } as const
  await addMessage(desk.context, { ...note, asCustomer: false, lastSeenSeq: null })
  const facts = { cause: { text: 'x' }, correction: { text: 'y' }, solutionCheck: 'passed', resolution: 'z' } as const
  await transitionTicket(desk.as(agent), { ticketId: ticket.id, to: 'closed', ...facts })
  desk.home.advance(year)
  return desk.read(ticket)
}

const merge = (source: Ticket, target: Ticket) =>
  mergeTickets(desk.context, { ticketId: source.id, into: target.id, reason: null, allowOtherCustomer: false })

describe('a reply to a ticket closed longer than the reopen window', () => {
  it('opens a follow-up like any new ticket, linked, and with nothing that was written inside', async () => {
    const old = await longClosed()
    const reply = await sayOnTicket(desk.context, said(old.id, { clientId: 'reply-1' }))
    expect(reply).toMatchObject({ detour: 'follow_up', message: { seq: 1, author: { kind: 'customer' } } })
    const followUp = reply?.ticket ?? old
    expect(followUp.id).not.toBe(old.id)
    const { customer, serviceLine, category, language, issueSummary } = old
    expect(followUp).toMatchObject({ customer, serviceLine, category, language, issueSummary, tags: [], reopened: 0 })
    expect(followUp.clocks.map((clock) => clock.state)).toContain('running')
    const [task] = await desk.home.query('select state, queue from tasks where ticket_id = $1', [followUp.id])
    expect(task).toEqual({ state: 'waiting', queue: followUp.queue })
    const messages = await readMessages(desk.context, { ticketId: followUp.id, after: 0, limit: 50 })
    expect(messages?.map(({ body, clientId }) => ({ body, clientId }))).toEqual([
      { body: 'It happens again.', clientId: 'reply-1' },
    ])
    expect(await readLinks(desk.context, { ticketId: followUp.id })).toMatchObject([
      { kind: 'follow_up', isOutgoing: true, other: { id: old.id } },
    ])
    expect(await desk.eventTypes(followUp)).toContain('ticket.linked')
    expect((await desk.eventTypes(old)).at(-1)).toBe('ticket.followed_up')
    const now = await desk.read(old)
    expect(now).toMatchObject({ statusCategory: 'closed', reopened: 0 })
    expect(await readMessages(desk.context, { ticketId: old.id, after: 1, limit: 50 })).toHaveLength(1)
  })

  it('opens one, whoever races, and once for one client id', async () => {
    const old = await longClosed()
    const twins = await Promise.all([
      ...Array.from({ length: 4 }, () => sayOnTicket(desk.context, said(old.id, { clientId: 'twin' }))),
      ...[1, 2, 3].map((n) => sayOnTicket(desk.context, said(old.id, { clientId: `other-${n}` }))),
    ])
    expect(new Set(twins.map((one) => one?.ticket.id)).size).toBe(1)
    expect(new Set(twins.map((one) => one?.message.id)).size).toBe(4)
    expect(twins.map((one) => one?.detour)).toEqual(twins.map(() => 'follow_up'))
    const other = { clientId: 'twin', body: 'Something else' }
    await expect(sayOnTicket(desk.context, said(old.id, other))).rejects.toMatchObject({ code: 'conflict' })
    const again = await sayOnTicket(desk.context, said(old.id, { clientId: 'twin' }))
    expect(again).toMatchObject({ detour: 'follow_up', message: { id: twins[0]?.message.id } })
  })

  it('opens another one when the follow-up is over as well', async () => {
    const old = await longClosed()
    const first = await sayOnTicket(desk.context, said(old.id))
    await desk.home.query(
      `update tickets set status = 'closed', status_category = 'closed', closed_at = $2 where id = $1`,
      [first?.ticket.id, new Date(desk.context.now())],
    )
    await desk.home.query(`update tasks set state = 'done' where ticket_id = $1`, [first?.ticket.id])
    desk.home.advance(year)
    const second = await sayOnTicket(desk.context, said(old.id))
    expect(second?.ticket.id).not.toBe(first?.ticket.id)
    expect(await readLinks(desk.context, { ticketId: second?.ticket.id ?? '' })).toMatchObject([
      { kind: 'follow_up', other: { id: first?.ticket.id } },
    ])
  })

  it('is no follow-up when staff write, or a note is kept', async () => {
    const old = await longClosed()
    const note = await sayOnTicket(desk.context, said(old.id, { asCustomer: false, visibility: 'internal' }))
    const word = await sayOnTicket(desk.context, said(old.id, { asCustomer: false }))
    expect([note, word].map((one) => [one?.ticket.id, one?.detour])).toEqual([
      [old.id, null],
      [old.id, null],
    ])
  })

  it('belongs to whoever raised the first, and is opened for its customer alone', async () => {
    const old = await longClosed({ customerId: 'customer-own' })
    const principal = principalWith(['ticket:read', 'message:read', 'message:write'], {
      kind: 'customer',
      id: old.customer.id,
    })
    const reply = await sayOnTicket(desk.home.contextOf(principal), said(old.id, { asCustomer: false }))
    expect(reply?.ticket).toMatchObject({ createdBy: old.createdBy, customer: old.customer })
    const stranger = desk.home.contextOf({ ...principal, id: (await desk.ticket()).customer.id })
    expect(await sayOnTicket(stranger, said(old.id))).toBeNull()
    const reader = desk.home.contextOf(principalWith(['ticket:read']))
    await expect(sayOnTicket(reader, said(old.id))).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a message to a merged ticket', () => {
  it('is kept on the last one that goes on, with its visibility and its own customer', async () => {
    const [a, b, c] = [await desk.ticket(), await desk.ticket(), await desk.ticket()]
    await merge(a, b)
    await merge(b, c)
    const reply = await sayOnTicket(desk.context, said(a.id, { clientId: 'r' }))
    expect(reply).toMatchObject({ detour: 'merged', ticket: { id: c.id }, message: { author: { id: a.customer.id } } })
    const note = await sayOnTicket(desk.context, said(a.id, { visibility: 'internal', asCustomer: false }))
    expect(note).toMatchObject({ ticket: { id: c.id }, message: { visibility: 'internal' } })
    const again = await sayOnTicket(desk.context, said(a.id, { clientId: 'r' }))
    expect(again?.message.id).toBe(reply?.message.id)
    // The same word under the same id by another sender, to the ticket itself, is another message.
    const own = await sayOnTicket(desk.context, said(c.id, { clientId: 'r' }))
    expect(own).toMatchObject({ detour: null, message: { seq: 3 } })
  })

  it('stays where it was said when pointers lead round in a circle', async () => {
    const [a, b] = [await desk.ticket(), await desk.ticket()]
    await merge(a, b)
    await desk.home.query(
      `insert into ticket_merges (workspace_id, id, source_id, target_id, before, merged_at)
       select workspace_id, gen_random_uuid(), target_id, source_id, before, merged_at
       from ticket_merges where source_id = $1`,
      [a.id],
    )
    const reply = await sayOnTicket(desk.context, said(a.id))
    expect(reply).toMatchObject({ detour: null, ticket: { id: a.id }, message: { ticketId: a.id } })
  })

  it('opens the follow-up of a target closed too long ago for who speaks, and goes on in it', async () => {
    const theirs = await desk.ticket({ customerId: 'customer-theirs' })
    const mine = await desk.ticket({ customerId: 'customer-mine' })
    const input = { ticketId: theirs.id, into: mine.id, reason: null, allowOtherCustomer: true }
    await mergeTickets(desk.context, input)
    await desk.home.query(
      `update tickets set status = 'closed', status_category = 'closed', closed_at = $2 where id = $1`,
      [mine.id, new Date(desk.context.now() - year)],
    )
    const first = await sayOnTicket(desk.context, said(theirs.id))
    expect(first).toMatchObject({ detour: 'follow_up', ticket: { customer: theirs.customer } })
    expect(first?.message.author.id).toBe(theirs.customer.id)
    const second = await sayOnTicket(desk.context, said(theirs.id))
    expect(second).toMatchObject({ detour: 'follow_up', ticket: { id: first?.ticket.id }, message: { seq: 2 } })
    const own = await sayOnTicket(desk.context, said(mine.id))
    expect(own).toMatchObject({ detour: 'follow_up', ticket: { customer: mine.customer } })
    expect(own?.ticket.id).not.toBe(first?.ticket.id)
  })
})
