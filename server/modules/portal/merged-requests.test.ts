import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeId } from '../../platform/ids.ts'
import { addMessage } from '../handling/index.ts'
import { mergeTickets, sayOnTicket } from '../merging/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { listPortalTickets, replyInPortal } from './index.ts'
import { openPortalDesk, type PortalDesk } from './testing/portal-desk.ts'

let desk: PortalDesk
beforeAll(async () => {
  desk = await openPortalDesk()
})
afterAll(() => desk.close())

const answer = (ticket: Ticket, body: string) =>
  sayOnTicket(desk.context, {
    ticketId: ticket.id,
    body,
    visibility: 'public',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  })

it('a request merged into another customer’s goes on by itself for its own customer, who never sees the other one', async () => {
  const eva = await desk.ticket({ customerId: 'eva', customer: { email: 'eva@example.com' }, message: 'My parcel' })
  const ben = await desk.ticket({ customerId: 'ben', customer: { email: 'ben@example.com' }, message: 'My login' })
  await mergeTickets(desk.context, { ticketId: eva.id, into: ben.id, reason: null, allowOtherCustomer: true })
  const [ofEva, ofBen] = [await desk.customer('eva@example.com'), await desk.customer('ben@example.com')]
  const said = await replyInPortal(ofEva, { ticketId: eva.id, body: 'Still not here', clientId: null, fileIds: [] })
  expect(said).toMatchObject({ ticketId: encodeId('ticket', eva.id), number: eva.number, detour: null })
  await answer(eva, 'It is in Lund.')
  await answer(ben, 'Reset your password.')
  const bodies = async (context: typeof ofEva, ticket: Ticket) =>
    (await desk.one(context, ticket.id))?.messages.map(({ body }) => body)
  expect(await bodies(ofEva, eva)).toEqual(['My parcel', 'Still not here', 'It is in Lund.'])
  expect(await bodies(ofBen, ben)).toEqual(['My login', 'Reset your password.'])
  expect(await desk.one(ofEva, ben.id)).toBeNull()
  const [listed] = await listPortalTickets(ofEva, { state: null, language: null, before: null, limit: 5 })
  expect(listed).toMatchObject({ number: eva.number, lastMessage: { from: 'desk', body: 'It is in Lund.' } })
  // Kept with the other one, and yet not to be read as what was said last there.
  await addMessage(desk.context, {
    ticketId: ben.id,
    body: 'Done.',
    visibility: 'public',
    clientId: null,
    asCustomer: false,
    lastSeenSeq: null,
  })
  const [own] = await listPortalTickets(ofBen, { state: null, language: null, before: null, limit: 5 })
  expect(own).toMatchObject({ number: ben.number, lastMessage: { body: 'Done.' } })
})
