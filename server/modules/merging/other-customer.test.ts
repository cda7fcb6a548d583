import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { readMessages, readTimeline, type Ticket } from '../tickets/index.ts'
import { mergeTickets, sayOnTicket, splitTicket, unmergeTicket } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const say = async (ticket: Ticket, body: string, asCustomer: boolean) => {
  const how = { visibility: 'public', clientId: null, lastSeenSeq: null } as const
  const said = await sayOnTicket(desk.context, { ticketId: ticket.id, body, asCustomer, ...how })
  if (said === null) throw new Error('Nothing was said.')
  return said.message
}
const reader = (ticket: Ticket) =>
  desk.home.contextOf(principalWith(['ticket:read', 'message:read'], { kind: 'customer', id: ticket.customer.id }))
const page = { after: 0, limit: 100 }
const inMessages = async (ticket: Ticket, context = desk.context) =>
  (await readMessages(context, { ticketId: ticket.id, ...page }))?.map(({ body }) => body)
const inTimeline = async (ticket: Ticket, context = desk.context) =>
  (await readTimeline(context, { ticketId: ticket.id, ...page }))?.flatMap((item) =>
    item.kind === 'message' ? [item.message.body] : [],
  )

/** Two customers' tickets of which the first goes on in the second. */
async function merged(): Promise<{ source: Ticket; target: Ticket }> {
  const source = await desk.ticket({ customerId: 'other-1', message: 'Mine' })
  const target = await desk.ticket({ customerId: 'other-2', message: 'Theirs' })
  await mergeTickets(desk.context, { ticketId: source.id, into: target.id, reason: null, allowOtherCustomer: true })
  return { source, target }
}

describe('what is said to a ticket that goes on in another customer’s', () => {
  it('is read by neither the other customer, whoever said it, nor missing for the desk', async () => {
    const { source, target } = await merged()
    await say(source, 'An answer to me', false)
    await say(source, 'My reply', true)
    await say(target, 'An answer to them', false)
    for (const read of [inMessages, inTimeline])
      expect(await read(target, reader(target))).toEqual(['Theirs', 'An answer to them'])
    expect(await inMessages(target)).toEqual(['Theirs', 'An answer to me', 'My reply', 'An answer to them'])
  })

  it('is not heard in the other customer’s chat', async () => {
    const { source, target } = await merged()
    await desk.home.query(
      `insert into chat_sessions (workspace_id, id, ticket_id, task_id, channel, started_at)
       select workspace_id, gen_random_uuid(), ticket_id, id, 'live-chat', now() from tasks where ticket_id = $1`,
      [target.id],
    )
    const own = await say(target, 'Heard', false)
    for (const asCustomer of [false, true]) await say(source, 'Not heard', asCustomer)
    const spoken = await desk.home.query(
      `select spoken.message_id as id from chat_messages as spoken
       join chat_sessions as chat on chat.id = spoken.chat_id where chat.ticket_id = $1`,
      [target.id],
    )
    expect(spoken).toEqual([{ id: own.id }])
  })

  it('remains that customer’s where a split copies it, and where the copy stays after an undone merge', async () => {
    const { source, target } = await merged()
    const said = [await say(source, 'My reply', true), await say(source, 'An answer to me', false)]
    const theirs = await say(target, 'Their reply', true)
    const messageIds = [...said, theirs].map(({ id }) => id)
    const input = { ticketId: target.id, messageIds, issueSummary: 'Apart', includeNotes: false }
    const apart = await splitTicket(desk.context, input)
    if (apart === null) throw new Error('There was nothing to split.')
    expect(await inMessages(apart, reader(target))).toEqual(['Their reply'])
    await unmergeTicket(desk.context, { ticketId: source.id })
    expect(await inMessages(source)).toEqual(['Mine', 'My reply', 'An answer to me'])
    expect(await inMessages(apart)).toEqual(['My reply', 'An answer to me', 'Their reply'])
    expect(await inMessages(apart, reader(target))).toEqual(['Their reply'])
  })
})
