import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeId } from '../../platform/ids.ts'
import { listPortalTickets, replyInPortal } from '../portal/index.ts'
import { openPortalDesk, type PortalDesk } from '../portal/testing/portal-desk.ts'
import { redactMessage } from './index.ts'

let desk: PortalDesk
beforeAll(async () => {
  desk = await openPortalDesk()
})
afterAll(() => desk.close())

it('a message that was taken out is shown in the portal as removed, without its words', async () => {
  const email = 'rui@example.com'
  const ticket = await desk.ticket({ customerId: 'rui', customer: { name: 'Rui', email } })
  const customer = await desk.customer(email)
  const card = 'My card is 4111 1111 1111 1111'
  const said = await replyInPortal(customer, { ticketId: ticket.id, body: card, clientId: null, fileIds: [] })
  const messageId = decodeId('message', said?.message.id ?? '') ?? ''
  const before = await desk.one(customer, ticket.id)
  expect(before?.ticket.lastMessage).toEqual({ from: 'you', body: card, isRedacted: false })
  await redactMessage(desk.context, { messageId, reason: 'payment_data' })
  const after = await desk.one(customer, ticket.id)
  expect(after?.messages).toMatchObject([{ from: 'you', body: '', isRedacted: true, attachments: [] }])
  const [listed] = await listPortalTickets(customer, { state: null, language: null, before: null, limit: 5 })
  expect(listed?.lastMessage).toEqual({ from: 'you', body: '', isRedacted: true })
  expect(JSON.stringify([after, listed])).not.toContain('4111')
  expect(JSON.stringify([after, listed])).not.toContain('payment_data')
})
