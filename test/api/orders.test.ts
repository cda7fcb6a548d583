import { describe, expect, it } from 'vitest'
import { newId } from '../../server/platform/ids.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { send } from './testing/running-service.ts'

const place = await openOwnPlace('here')

const put = (key: string, payload: object) =>
  send(place.service, { method: 'PUT', url: `/v1/orders/${encodeURIComponent(key)}`, headers: place.admin, payload })
const placed = { placedAt: '2026-11-20T08:45:00.000Z', status: 'PREPARING' }

describe('an order', () => {
  it('is one thing by each of its names, and is brought up to date by any', async () => {
    const [own, providerId] = [`ORD ${newId()}`, `DD/${newId()}`]
    const made = await put(own, { ...placed, providerId, customerId: `guest-${own}`, items: [{ name: 'Mug' }] })
    expect(made.body).toMatchObject({ externalId: own, providerId, version: 1, agent: null, rating: null })
    const agent = { type: 'courier', person: { name: 'Rui', image: 'https://p.example/r.png' }, rating: '4.6' }
    const changed = await put(providerId, { ...placed, providerId, status: 'PREPARED', agent })
    expect(changed.body).toMatchObject({ id: made.body.id, externalId: own, status: 'PREPARED', agent, version: 2 })
    const done = await put(made.body.id, { ...placed, status: 'DONE' })
    expect(done.body).toMatchObject({ id: made.body.id, externalId: own, providerId: null, agent: null })
    const back = await put(own, placed)
    expect([back.status, back.body.code]).toEqual([409, 'conflict'])
    expect((await place.call('GET', `/v1/orders/${made.body.id}`)).body).toEqual(done.body)
  })

  it('says which field is wrong, and makes nothing', async () => {
    const wrong = async (more: object) =>
      (await put('ORD-wrong', { ...placed, ...more })).body.errors[0].pointer as string
    expect(await wrong({ status: 'EATEN' })).toBe('/status')
    expect(await wrong({ agent: { rating: 'good' } })).toBe('/agent/rating')
    // Unset is null: an empty text is no store, and no partner is told of one.
    for (const name of ['storeId', 'brand', 'region', 'serviceMode'])
      expect(await wrong({ [name]: '' })).toBe(`/${name}`)
    expect(await wrong({ agent: { surprise: 1 } })).toBe('/agent/surprise')
    const nobody = String(place.things['cust']).replace(/.{6}$/, 'zzzzzz')
    expect(await wrong({ customerId: nobody })).toBe('/customerId')
    const nothing = String(place.things['order']).replace(/.{6}$/, 'zzzzzz')
    expect((await put(nothing, placed)).status).toBe(404)
    const read = { method: 'GET', url: '/v1/orders/ORD-wrong', headers: place.admin } as const
    expect((await send(place.service, read)).status).toBe(404)
  })

  it('is among its customer’s, the latest first', async () => {
    const customerId = `guest-${newId()}`
    const made = []
    for (const [index, day] of ['18', '20', '19'].entries())
      made.push(
        await put(`${customerId}-${index}`, { ...placed, placedAt: `2026-11-${day}T08:45:00.000Z`, customerId }),
      )
    const { body } = await place.call('GET', `/v1/customers/${made[0]?.body.customerId}/orders`)
    const days = (body.data as { placedAt: string }[]).map(({ placedAt }) => placedAt.slice(8, 10))
    expect(days).toEqual(['20', '19', '18'])
    expect(body.page).toEqual({ next: null })
  })

  it('is shown once, page by page, also of those placed at one moment', async () => {
    const customerId = `guest-${newId()}`
    const ids: string[] = []
    for (const end of ['a', 'b', 'c', 'd', 'e'])
      ids.push((await put(`${customerId}-${end}`, { ...placed, customerId })).body.id)
    const { customerId: ours } = (await place.call('GET', `/v1/orders/${ids[0]}`)).body
    const seen: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const after: string = next === '' ? '' : `&after=${next}`
      const { body } = await place.call('GET', `/v1/customers/${ours}/orders?limit=2${after}`)
      expect(body.data.length).toBeLessThanOrEqual(2)
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      next = body.page.next
    }
    expect(seen).toEqual(ids.toReversed())
  })
})
