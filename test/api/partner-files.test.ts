import { expect, it } from 'vitest'
import { formOf } from './testing/form.ts'
import { openOwnService } from './testing/own-service.ts'
import { exampleMarket } from './testing/partner-things.ts'
import { type Headers, openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'partner-files')
const spain = { brand: 'burger-house', region: 'ES' }

await place.call('PUT', '/v1/markets/iberia', { document: exampleMarket })
const partner = async (slug: string) => {
  const { id } = (await place.call('POST', '/v1/partners', { slug, name: slug })).body
  const { token } = (await place.call('POST', `/v1/partners/${id}/integrations`, spain)).body
  return { id, headers: { authorization: `Bearer ${token}` } }
}
const acme = await partner('acme')
const bold = await partner('bold')
const terms = { type: 'GENERAL_SUPPORT_TICKET_EVENT', url: 'https://acme.example/tickets', acceptance: 'explicit' }
await place.call('PUT', '/v1/subscriptions', { ...spain, ...terms, partnerId: acme.id })

const choice = { categoryId: 'app-and-account', subcategoryId: 'payment-failed' }
const requested = async (): Promise<string> =>
  (await place.call('POST', '/v1/support/requests', { ...spain, ...choice, comments: 'Help.' })).body.id

async function say(ticketId: string, visibility: string): Promise<string> {
  const { payload, headers } = formOf({ content: visibility })
  const file = await send(service, {
    method: 'POST',
    url: '/v1/files',
    headers: { ...place.admin, ...headers },
    payload,
  })
  const said = { body: 'Look.', visibility, attachments: [file.body.id] }
  expect((await place.call('POST', `/v1/tickets/${ticketId}/messages`, said)).status).toBe(201)
  return file.body.id
}
const read = async (headers: Headers, fileId: string): Promise<number> =>
  (await send(service, { method: 'GET', url: `/v1/files/${fileId}/content`, headers })).status
const move = (ticketId: string, status: string) =>
  send(service, {
    method: 'PATCH',
    url: `/v1/partner/tickets/${ticketId}`,
    headers: acme.headers,
    payload: { status },
  })

it('lets a partner open what hangs on the words it may read of a ticket it was handed', async () => {
  const ticketId = await requested()
  const files = [await say(ticketId, 'public'), await say(ticketId, 'partner'), await say(ticketId, 'internal')]
  const seen = (headers: Headers) => Promise.all(files.map((file) => read(headers, file)))
  expect(await seen(acme.headers)).toEqual([200, 200, 404])
  expect(await seen(bold.headers)).toEqual([404, 404, 404])
  expect((await move(ticketId, 'accepted')).status).toBe(200)
  expect(await seen(acme.headers)).toEqual([200, 200, 404])
})

it('closes it to a partner that declined', async () => {
  const ticketId = await requested()
  const file = await say(ticketId, 'public')
  expect(await read(acme.headers, file)).toBe(200)
  expect((await move(ticketId, 'declined')).status).toBe(200)
  expect(await read(acme.headers, file)).toBe(404)
})
