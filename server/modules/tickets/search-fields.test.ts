import { afterAll, beforeAll, expect, it } from 'vitest'
import { updateTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import type { TicketRequest } from '../intake/index.ts'
import { indexAll } from '../search/testing/index-all.ts'
import { listTickets, wholeList } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const index = () => indexAll(desk.home, desk.home.contextOf())
const add = (issueSummary: string, more: Partial<TicketRequest>) => desk.ticket({ issueSummary, ...more })
const found = async (q: string) =>
  (await listTickets(desk.context, { ...wholeList, q, limit: 50 })).tickets.map((ticket) => ticket.issueSummary)

it('finds by custom fields: their words like an id, and one field by its name', async () => {
  const fields = { transactionId: 'TX-8841/b', amount: 19.5, paid: true, note: 'Paid at the kiosk', more: { a: 1 } }
  const ticket = await add('Charged twice by a kinkajou', { fields })
  await add('Charged once by a kinkajou', { fields: { transactionId: 'TX-1', other: 'TX-8841/b', paid: false } })
  // It is found by a field from the moment it is recorded, by words once its document is built.
  expect(await found('field:transactionId=TX-8841/b')).toEqual([ticket.issueSummary])
  await add('A kinkajou with a long story', { fields: { story: 'kinkajou '.repeat(900) } })
  await index()
  const [twice, once] = ['Charged twice by a kinkajou', 'Charged once by a kinkajou']
  const asked: [string, string[]][] = [
    ['TX-8841/b', [once, twice]],
    ['tx-88*', [once, twice]],
    ['kiosk', [twice]],
    ['field:transactionId=tx-8841/B', [twice]],
    ['field:transactionId=TX-1,TX-8841/b', [once, twice]],
    ['kinkajou -field:transactionId=TX-1 charged', [twice]],
    ['field:amount=19.5', [twice]],
    ['field:paid=true', [twice]],
    ['field:"note=Paid at the kiosk"', [twice]],
    ['field:transactionId=TX', []],
    ['field:more=1', []],
  ]
  for (const [q, expected] of asked) expect([q, await found(q)]).toEqual([q, expected])
  const change = { ticketId: ticket.id, update: { fields: { transactionId: 'TX-9' } }, expectedVersion: null }
  await updateTicket(desk.context, change)
  await index()
  expect(await found('field:transactionId=TX-8841/b')).toEqual([])
  expect(await found('tx-9')).toEqual([twice])
})
