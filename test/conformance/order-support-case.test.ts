import { afterEach, describe, expect, it } from 'vitest'
import { checkInvariants } from '../../server/modules/routing/index.ts'
import { openSupportDesk } from './support-desk.ts'

const { place, call, addOrder, addAgent, refused } = await openSupportDesk('orders-in-cases')
afterEach(async () => expect(await checkInvariants(place.context)).toEqual([]))

/** A session of an order, and its ticket with an open case. */
async function openInCase(): Promise<{ url: string; ticketId: string }> {
  const order = await addOrder()
  const url = `/support/${order}`
  expect((await call('POST', url)).status).toBe(201)
  const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
  const payload = { ticketId: ticket.id, reason: 'payment_dispute', note: 'Looks odd.' }
  expect((await place.call('POST', '/v1/cases', payload)).status).toBe(201)
  return { url, ticketId: ticket.id }
}
const read = async (ticketId: string) => (await place.call('GET', `/v1/tickets/${ticketId}`)).body
const taskOf = async (ticketId: string) =>
  (await place.call('GET', `/v1/tasks/${(await read(ticketId)).taskId}`)).body as { kind: string; state: string }

describe('a support session that is closed while a case of its ticket is open', () => {
  it('is over, and its ticket goes on without a chat where nobody has it yet', async () => {
    const { url, ticketId } = await openInCase()
    const before = await read(ticketId)
    expect(before.statusCategory).not.toBe('closed')
    expect((await call('DELETE', url)).status).toBe(200)
    expect(await refused(call('GET', url))).toEqual([404, '50004'])
    expect(await read(ticketId)).toMatchObject({ status: before.status, closedAt: null })
    expect(await taskOf(ticketId)).toMatchObject({ kind: 'ticket', state: 'waiting' })
    const types = (await place.call('GET', `/v1/tickets/${ticketId}/timeline`)).body.data.map(
      ({ type }: { type: string }) => type,
    )
    expect(types).toContain('support.closed')
    expect(types).not.toContain('ticket.closed')
  })

  it('is over, and its ticket stays with whoever has it in hand', async () => {
    const { url, ticketId } = await openInCase()
    const agent = await addAgent()
    await call('PUT', `${url}/agent`, { agent: { id: agent } })
    expect((await call('DELETE', url)).status).toBe(200)
    expect(await refused(call('GET', url))).toEqual([404, '50004'])
    expect(await read(ticketId)).toMatchObject({ solvedAt: null, closedAt: null, assignee: { id: agent } })
  })

  it('makes room for the next one', async () => {
    const { url, ticketId } = await openInCase()
    await call('DELETE', url)
    const next = await call('POST', url)
    expect(next.status).toBe(201)
    const order = url.split('/').at(-1) ?? ''
    const tickets = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
    expect(tickets.map(({ id }: { id: string }) => id)).toContain(ticketId)
    expect(tickets).toHaveLength(2)
  })
})
