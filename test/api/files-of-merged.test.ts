import { expect, it } from 'vitest'
import { decodeId } from '../../server/platform/ids.ts'
import { formOf } from './testing/form.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service, admin } = place

it('a file said to a ticket is its own customer’s, where that ticket goes on in another one’s', async () => {
  const [source = '', target = ''] = [await place.addTicket(), await place.addTicket()].map((one) => one['ticket'])
  await place.call('POST', `/v1/tickets/${source}/merge`, { into: target, allowOtherCustomer: true })
  const { payload, headers: form } = formOf({ content: 'label', name: 'label.txt' })
  const sent = await send(service, { method: 'POST', url: '/v1/files', headers: { ...admin, ...form }, payload })
  const said = { body: 'See the label.', attachments: [sent.body.id] }
  expect((await place.call('POST', `/v1/tickets/${source}/messages`, said)).status).toBe(201)
  const seen: number[] = []
  for (const id of [source, target]) {
    const { customer } = (await place.call('GET', `/v1/tickets/${id}`)).body
    const permissions = ['ticket:read', 'message:read'] as const
    const { headers } = await place.token({ permissions, customerId: decodeId('customer', customer.id) })
    seen.push((await send(service, { url: `/v1/files/${sent.body.id}/content`, headers })).status)
  }
  expect(seen).toEqual([200, 404])
})
