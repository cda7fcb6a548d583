import { beforeAll, describe, expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { addMarket } from './testing/partner-things.ts'
import { type Headers, openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'raised-tickets')

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH'
interface Offered {
  readonly ticketId: string
  readonly ticket: { readonly customer: object }
}
const ask = (headers: Headers, method: Method, url: string, payload?: object) =>
  send(service, { method, url, headers, ...(payload !== undefined && { payload }) })
const brand = 'burger-house'
const region = 'ES'
const type = 'GENERAL_SUPPORT_TICKET_EVENT'
const url = 'https://acme.example/tickets'
const tenMinutesAgo = new Date(Date.now() - 600_000).toISOString()

/** Who is told of general tickets, and another one, who raises them. */
let told: Headers
let raiser: Headers
beforeAll(async () => {
  await addMarket(place)
  told = await integration('acme')
  raiser = await integration('bold')
  await ask(told, 'PUT', '/v1/partner/webhooks', { type, url })
})

async function integration(slug: string): Promise<Headers> {
  const { body: partner } = await place.call('POST', '/v1/partners', { slug, name: slug })
  const made = await place.call('POST', `/v1/partners/${partner.id}/integrations`, { brand, region })
  return { authorization: `Bearer ${made.body.token}` }
}

describe('who raises a ticket', () => {
  const about = { categoryId: 'app-and-account', subcategoryId: 'payment-failed', comments: 'Help.' }
  const raise = (headers: Headers, more: object) => ask(headers, 'POST', '/v1/partner/tickets', { ...about, ...more })
  const rita = { id: 'rita-7', name: 'Rita Sol', email: 'rita@example.com', phone: '+34910000007' }

  it('hears of a customer it names what it said itself, and not what is known here', async () => {
    await place.call('POST', '/v1/support/requests', { brand, region, ...about, customer: rita })
    for (const customer of [{ id: 'rita-7' }, { id: 'rita-7', name: 'R.', email: 'zz@example.com' }]) {
      const raised = await raise(raiser, { customer })
      expect([raised.status, raised.body.role, raised.body.customer]).toEqual([201, 'raiser', customer])
      const own = await ask(raiser, 'GET', `/v1/partner/tickets/${raised.body.id}`)
      expect(own.body.customer).toEqual(customer)
      expect(own.body.messages).toMatchObject([{ body: 'Help.', author: { kind: 'customer', name: null } }])
      const listed = await ask(raiser, 'GET', '/v1/partner/tickets?role=raiser&limit=1')
      expect(listed.body.data[0].customer).toEqual(customer)
      const received = await ask(told, 'GET', `/v1/partner/tickets/${raised.body.id}`)
      expect(received.body.customer).toMatchObject({ id: 'rita-7', phone: '+34910000007' })
      expect(received.body.messages).toMatchObject([{ author: { kind: 'customer', name: 'Rita Sol' } }])
    }
  })

  it('reads its own id of it, as whoever is told reads theirs; staff read both', async () => {
    const { id } = (await raise(raiser, { id: 'B-7' })).body
    const path = `/v1/partner/tickets/${id}`
    await ask(told, 'PATCH', path, { externalId: 'A-7' })
    const idOf = async (headers: Headers) => (await ask(headers, 'GET', path)).body.externalId as string
    expect([await idOf(raiser), await idOf(told)]).toEqual(['B-7', 'A-7'])
    const ticket = `/v1/tickets/${id}`
    const seen = await place.call('GET', ticket)
    expect(seen.body).toMatchObject({ externalId: 'B-7', handoff: { partner: 'acme', externalId: 'A-7' } })
    expect((await ask(raiser, 'GET', ticket)).body.handoff).not.toHaveProperty('externalId')
    const log = await place.call('GET', '/v1/handoffs?limit=1')
    expect(log.body.data).toMatchObject([{ ticketId: id, externalId: 'A-7' }])
  })

  it('hears no more of it by being told of its own', async () => {
    await ask(told, 'PUT', '/v1/partner/webhooks', { type, url, echoesOwn: true })
    const raised = await raise(told, { customer: { id: 'rita-7' } })
    expect([raised.body.role, raised.body.customer]).toEqual(['receiver', { id: 'rita-7' }])
    const { body } = await ask(told, 'GET', '/v1/partner/deliveries?limit=1')
    const { body: sent } = await ask(told, 'GET', `/v1/partner/deliveries/${body.data[0].id}`)
    expect(JSON.parse(sent.body).data).toMatchObject({ id: raised.body.id, customer: { id: 'rita-7' } })
    const { body: offers } = await ask(told, 'GET', '/v1/offers')
    const names = offers.data.map(({ ticketId, ticket }: Offered) => [ticketId === raised.body.id, ticket.customer])
    expect(names).toContainEqual([true, { externalId: 'rita-7', name: null }])
    expect(names).toContainEqual([false, { externalId: 'rita-7', name: 'Rita Sol' }])
  })

  it('raises nothing in a place that its token is not for, by the way of guests either', async () => {
    for (const path of ['/v1/partner/tickets', '/v1/support/requests']) {
      const statusIn = async (where: string) =>
        (await ask(raiser, 'POST', path, { ...about, brand, region: where })).status
      expect([path, await statusIn('PT'), await statusIn(region)]).toEqual([path, 403, 201])
    }
  })

  it('is given nothing of an order of another place by naming it', async () => {
    const order = { brand, placedAt: tenMinutesAgo, status: 'DONE', customerId: 'rita-7' }
    await place.call('PUT', '/v1/orders/of-britain', { ...order, region: 'GB' })
    await place.call('PUT', '/v1/orders/of-spain', { ...order, region })
    const foreign = await raise(raiser, { order: { id: 'of-britain' } })
    expect(foreign.body).toMatchObject({ order: { id: 'of-britain', placedAt: null, status: null }, customer: null })
    const near = await raise(raiser, { order: { id: 'of-spain' } })
    expect(near.body).toMatchObject({ order: { id: 'of-spain', status: 'DONE' }, customer: null })
  })
  it('is given an order whose place its store says, and nothing of one whose place nobody knows', async () => {
    const order = { placedAt: tenMinutesAgo, status: 'DONE', customerId: 'rita-7' }
    const store = { brand, name: 'S', timezone: 'Europe/Madrid' }
    await place.call('PUT', '/v1/stores/7101', { ...store, region })
    await place.call('PUT', '/v1/stores/7102', { ...store, region: 'PT' })
    for (const [id, storeId] of Object.entries({ near: '7101', far: '7102', nowhere: '7103', unsaid: null }))
      await place.call('PUT', `/v1/orders/stored-${id}`, { ...order, storeId })
    const statusOf = async (id: string) => {
      const { status, body } = await raise(raiser, { order: { id: `stored-${id}` } })
      return [status, body.order.status, body.storeId]
    }
    expect(await statusOf('near')).toEqual([201, 'DONE', '7101'])
    for (const id of ['far', 'nowhere', 'unsaid']) expect(await statusOf(id)).toEqual([201, null, null])
    const ofItsOwn = { order: { id: 'stored-nowhere', placedAt: tenMinutesAgo }, storeId: '7103' }
    const { body } = await raise(raiser, ofItsOwn)
    expect(body).toMatchObject({ order: { placedAt: tenMinutesAgo, status: null }, storeId: '7103' })
    const path = `/v1/partner/tickets/${body.id}`
    const noted = await ask(raiser, 'PATCH', path, { note: 'Still waiting.' })
    expect([noted.status, noted.body.storeId]).toEqual([200, '7103'])
    expect((await ask(raiser, 'GET', path)).body.messages.at(-1).body).toBe('Help.')
    // An order of their own place at a store of another one is wrong by itself, and they have named the order.
    await place.call('PUT', '/v1/orders/of-two-places', { ...order, brand, region, storeId: '7102' })
    const torn = await raise(raiser, { order: { id: 'of-two-places' } })
    expect(torn.body.errors).toMatchObject([{ pointer: '/order/id', code: 'other_market' }])
  })
})
