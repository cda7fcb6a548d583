import { expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { exampleMarket } from './testing/partner-things.ts'
import { openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'one-subscriber')
await place.call('PUT', '/v1/markets/iberia', { document: exampleMarket })
const partner = async (slug: string) => (await place.call('POST', '/v1/partners', { slug, name: slug })).body.id
const [acme, bold] = [await partner('acme'), await partner('bold')]

const ask = (method: 'PUT' | 'DELETE', url: string, payload?: object) =>
  send(service, { method, url, headers: place.admin, ...(payload !== undefined && { payload }) })
const subscribe = (partnerId: string) =>
  ask('PUT', '/v1/subscriptions', {
    partnerId,
    brand: 'burger-house',
    region: 'PT',
    type: 'STORE_SUPPORT_TICKET_EVENT',
    url: 'https://acme.example/tickets',
  })

it('a place has one subscriber, also of those who ask at once, until its subscription has ended', async () => {
  const told = await Promise.all([subscribe(acme), subscribe(bold)])
  const [first, second] = told.toSorted((one, other) => one.status - other.status)
  expect([first?.status, second?.status]).toEqual([201, 409])
  expect(second?.body).toMatchObject({ code: 'conflict', reason: 'scope_taken' })
  expect((await ask('DELETE', `/v1/subscriptions/${first?.body.id}`)).status).toBe(204)
  const later = await subscribe(bold)
  expect(later.status).toBe(201)
  const refused = await subscribe(acme)
  expect([refused.status, refused.body.subscriptionId]).toEqual([409, later.body.id])
})
