import { expect, it } from 'vitest'
import { decodeId } from '../../server/platform/ids.ts'
import { openOwnService } from './testing/own-service.ts'
import { exampleMarket } from './testing/partner-things.ts'
import { openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'one-subscriber')
await place.call('PUT', '/v1/markets/iberia', { document: exampleMarket })
const partner = async (slug: string) => (await place.call('POST', '/v1/partners', { slug, name: slug })).body.id
const [acme, bold] = [await partner('acme'), await partner('bold')]

interface Listed {
  readonly id: string
  readonly type: string
  readonly status: string
}
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

it('one that was disabled gives its place to whoever asks for it, and stays to be seen, ended and saved anew', async () => {
  const told = { brand: 'burger-house', region: 'ES', type: 'GENERAL_SUPPORT_TICKET_EVENT' }
  const save = (partnerId: string) =>
    ask('PUT', '/v1/subscriptions', { ...told, partnerId, url: `https://${partnerId}.example/tickets` })
  const disable = (id: string) =>
    service.query(`update webhook_endpoints set status = 'disabled', disabled_reason = 'gone' where id = $1`, [
      decodeId('webhook', id),
    ])
  const listed = async () =>
    (await place.call('GET', '/v1/subscriptions?region=ES')).body.data.map((one: Listed) => [one.id, one.status])
  const first = (await save(acme)).body.id
  expect((await save(bold)).status).toBe(409)
  await disable(first)
  // Its own partner has it told again by saving it again.
  const again = await save(acme)
  expect([again.status, again.body.id, again.body.status]).toEqual([200, first, 'active'])
  await disable(first)
  const taken = await Promise.all([save(bold), save(bold)])
  const [second = ''] = taken.map(({ body }) => body.id)
  expect(new Set(taken.map(({ status }) => status))).toEqual(new Set([200, 201]))
  expect(await listed()).toEqual([
    [second, 'active'],
    [first, 'disabled'],
  ])
  const refused = await save(acme)
  expect([refused.status, refused.body.reason, refused.body.subscriptionId]).toEqual([409, 'scope_taken', second])
  await disable(second)
  const third = await save(acme)
  expect([third.status, third.body.status]).toEqual([201, 'active'])
  expect(third.body.id).not.toBe(first)
  expect(await listed()).toEqual([
    [third.body.id, 'active'],
    [second, 'disabled'],
  ])
  expect((await ask('DELETE', `/v1/subscriptions/${second}`)).status).toBe(204)
  expect(await listed()).toEqual([[third.body.id, 'active']])
})

it('a disabled one is told anew, or loses its place: never both', async () => {
  const told = { brand: 'burger-house', region: 'PT', type: 'GENERAL_SUPPORT_TICKET_EVENT', url: 'https://x.example/t' }
  const save = (partnerId: string) => ask('PUT', '/v1/subscriptions', { ...told, partnerId })
  expect((await save(acme)).status).toBe(201)
  for (let time = 0; time < 5; time++) {
    await service.query(
      `update webhook_endpoints set status = 'disabled', disabled_reason = 'gone' where deleted_at is null and id in (
         select id from partner_subscriptions where type = 'GENERAL' and region = 'PT')`,
    )
    const answers = await Promise.all([save(acme), save(bold)])
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(1)
    const { data } = (await place.call('GET', '/v1/subscriptions?region=PT&brand=burger-house')).body
    const active = data.filter((one: Listed) => one.type === told.type && one.status === 'active')
    expect(active).toHaveLength(1)
  }
})
