import { expect, it, vi } from 'vitest'
import { type Agent, ApiProblem, type Listing, type Method, type OrderSupport, type Ticket } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'

describeDesk('the order beside its ticket', (desk) => {
  const panel = () => desk.page.getByRole('region', { name: 'Order', exact: true })
  const session = () => desk.page.getByRole('region', { name: 'Support session' })
  /** A busy service refuses in Beckn's words here, which the patient fetch does not know; nothing was begun. */
  const support = <T>(method: Method, path: string, body?: object) =>
    vi.waitUntil(
      () =>
        desk.call<T>(method, path, body).catch((error: unknown) => {
          if (error instanceof ApiProblem && error.status === 503) return null
          throw error
        }),
      { timeout: 60_000, interval: 1_000 },
    )
  const order = { storeId: '1201', region: 'PT', placedAt: new Date(Date.now() - 3_600_000).toISOString() }
  const driver = {
    type: 'driver',
    person: { name: 'Rui Costa' },
    contact: { phone: '+351 910 000 001' },
    rating: '4.8',
  }

  it('shows how it stands, who fulfils it, its session and whoever serves that, and follows what happens', async () => {
    const { page, call } = desk
    const told = { ...order, customerId: 'guest-41', agent: driver, providerId: 'DD-77120', items: [{ name: 'Menu' }] }
    await call('PUT', '/v1/orders/ORD-41', { ...told, status: 'PREPARING' })
    await call('PUT', '/v1/orders/ORD-40', { ...order, customerId: 'guest-41', status: 'DONE' })
    const opened = await support<OrderSupport>('POST', '/support/ORD-41', {
      descriptor: { name: 'Late delivery', code: 'FLM02' },
      callback_phone: '+351910000002',
    })
    const chat = await call<{ ticketId: string }>('GET', `/v1/chat/sessions/${opened.chat?.session_id}`)
    const rating = { rating_category: 'Order', id: 'ORD-41', value: '4.5' }
    const context = { action: 'rating', transaction_id: 't-1', message_id: 'm-1', timestamp: new Date().toISOString() }
    await support('POST', '/rating', { context, message: { ratings: [rating] } })
    await page.goto(`${desk.server.address}/tickets/${chat.ticketId}`)
    for (const text of ['ORD-41', 'DD-77120', 'being prepared', '1201, PT', 'driver, Rui Costa', '4.5 of 5, 1 rating'])
      await panel()
        .getByText(text, { exact: text !== 'driver, Rui Costa' })
        .first()
        .waitFor()
    await expect
      .poll(() => panel().getByRole('link', { name: '+351 910 000 001' }).getAttribute('href'))
      .toBe('tel:+351910000001')
    for (const text of ['Late delivery · FLM02', 'waiting for somebody', 'this ticket'])
      await session().getByText(text).waitFor()
    await expect
      .poll(() => session().getByRole('link', { name: '+351910000002' }).getAttribute('href'))
      .toBe('tel:+351910000002')
    await page.getByText('ORD-40').waitFor()
    await page.getByText('done', { exact: true }).waitFor()

    const { data } = await call<Listing<Agent>>('GET', '/v1/agents')
    const id = data.find(({ name }) => name === 'Inês Duarte')?.id
    await support('PUT', '/support/ORD-41/agent', { agent: { id } })
    await session().getByText('Inês Duarte').waitFor()
    await desk.look('order-support')
  })

  it('leads from another ticket of the order to the one of its session, and says when there is none', async () => {
    const { page, call } = desk
    const other = await call<Ticket>('POST', '/v1/tickets', {
      customerId: 'guest-41',
      channel: 'ticket',
      serviceLine: 'guest-support',
      orderId: 'ORD-41',
      issueSummary: 'Wrong drink',
    })
    await page.goto(`${desk.server.address}/tickets/${other.id}`)
    await session().getByRole('link', { name: 'Open its ticket' }).click()
    await session().getByText('this ticket').waitFor()
    await support('DELETE', '/support/ORD-41')
    await session().getByText('No session is open.').waitFor()
    await expect.poll(() => session().getByRole('button').count()).toBe(0)
  })
})
