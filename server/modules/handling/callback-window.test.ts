import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Ticket } from '../tickets/index.ts'
import { addMessage, assignTicket, transitionTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

const day = 86_400_000

let short: Desk
let usual: Desk
beforeAll(async () => {
  usual = await openDesk()
  short = await openDesk((text) => text.replace('  reopenWindow: 14d\n', '  reopenWindow: 14d\n  callbackWindow: 5d\n'))
})
afterAll(() => Promise.all([short.close(), usual.close()]))

async function closed(desk: Desk): Promise<Ticket> {
  const ticket = await desk.ticket({
    serviceLine: 'guest-support',
    category: 'user_system',
    callbackUrl: 'https://partner.example/updates',
  })
  const agent = await desk.addAgent()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'solved', resolution: 'Done.' })
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'closed' })
  return ticket
}
const reply = (desk: Desk, { id: ticketId }: Ticket) =>
  addMessage(desk.context, {
    ticketId,
    body: 'One more thing.',
    visibility: 'public',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  })
async function toldOf(desk: Desk, { id }: Ticket): Promise<string[]> {
  const rows = await desk.home.query<{ event: string }>(
    `select body::jsonb -> 'data' -> 'change' ->> 'event' as event from deliveries where ticket_id = $1 order by sequence`,
    [id],
  )
  return rows.map(({ event }) => event)
}

it('a callback address is told of a closed ticket for 30 days, and of nothing after them', async () => {
  const ticket = await closed(usual)
  const before = await toldOf(usual, ticket)
  expect(before.at(-1)).toBe('ticket.closed')
  usual.home.advance(30 * day - 60_000)
  await reply(usual, ticket)
  expect(await toldOf(usual, ticket)).toEqual([...before, 'ticket.replied'])
  usual.home.advance(day)
  await reply(usual, ticket)
  expect(await toldOf(usual, ticket)).toHaveLength(before.length + 1)
})

it('for as long as the workflow says, and again of one that is reopened', async () => {
  const ticket = await closed(short)
  const before = await toldOf(short, ticket)
  short.home.advance(6 * day)
  await reply(short, ticket)
  expect(await toldOf(short, ticket)).toEqual(before)
  await transitionTicket(short.context, { ticketId: ticket.id, to: 'classified' })
  expect((await toldOf(short, ticket)).slice(before.length)).toEqual(['ticket.reopened'])
})
