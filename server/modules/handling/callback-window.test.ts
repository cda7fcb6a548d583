import { afterAll, beforeAll, expect, it } from 'vitest'
import { publishWorkflow } from '../publishing/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { getWorkflow } from '../workflow/index.ts'
import { addMessage, assignTicket, transitionTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

const day = 86_400_000

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

async function closed(): Promise<Ticket> {
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
const reply = ({ id: ticketId }: Ticket) =>
  addMessage(desk.context, {
    ticketId,
    body: 'One more thing.',
    visibility: 'public',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  })
async function toldOf({ id }: Ticket): Promise<string[]> {
  const rows = await desk.home.query<{ event: string }>(
    `select body::jsonb -> 'data' -> 'change' ->> 'event' as event from deliveries where ticket_id = $1 order by sequence`,
    [id],
  )
  return rows.map(({ event }) => event)
}

it('a callback address is told of a closed ticket for 30 days, and of nothing after them', async () => {
  const ticket = await closed()
  const before = await toldOf(ticket)
  expect(before.at(-1)).toBe('ticket.closed')
  desk.home.advance(30 * day - 60_000)
  await reply(ticket)
  expect(await toldOf(ticket)).toEqual([...before, 'ticket.replied'])
  desk.home.advance(day)
  await reply(ticket)
  expect(await toldOf(ticket)).toHaveLength(before.length + 1)
})

it('for as long as the workflow says, and again of one that is reopened', async () => {
  const current = (await getWorkflow(desk.context))?.document ?? ''
  const document = current.replace('  reopenWindow: 14d\n', '  reopenWindow: 14d\n  callbackWindow: 5d\n')
  expect(document).not.toBe(current)
  await publishWorkflow(desk.context, { document, expectedVersion: null })
  const ticket = await closed()
  const before = await toldOf(ticket)
  desk.home.advance(6 * day)
  await reply(ticket)
  expect(await toldOf(ticket)).toEqual(before)
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'classified' })
  expect((await toldOf(ticket)).slice(before.length)).toEqual(['ticket.reopened'])
})
