import { expect, it } from 'vitest'
import { newId } from '../../server/platform/ids.ts'
import { send } from '../api/testing/running-service.ts'
import { openSupportDesk } from './support-desk.ts'
import { nackSchema, refusalSchema, requireShape } from './support-surface.ts'

const { place, call, addOrder, addAgent } = await openSupportDesk('orders-answered')
const json = { 'content-type': 'application/json' }

type Method = 'POST' | 'PUT' | 'DELETE' | 'GET'
async function refused(
  method: Method,
  url: string,
  { payload, headers = {} }: { payload?: string; headers?: Readonly<Record<string, string>> } = {},
) {
  const sent = { ...place.admin, ...headers }
  const seen = await send(place.service, { method, url, headers: sent, ...(payload !== undefined && { payload }) })
  requireShape(['/support', '/rating'].includes(url) ? nackSchema : refusalSchema, seen.body)
  return [seen.status, seen.body.code ?? seen.body.error.code]
}

it('what is no request is refused in the words of the surface on each of its addresses', async () => {
  const order = await addOrder()
  const addresses: [Method, string][] = [
    ['POST', `/support/${order}`],
    ['PUT', `/support/${order}`],
    ['PUT', `/support/${order}/agent`],
    ['POST', '/support'],
    ['POST', '/rating'],
  ]
  for (const [method, url] of addresses) {
    const wrong = (payload: string, headers = json) => refused(method, url, { payload, headers })
    expect([url, await wrong('{"descriptor":')]).toEqual([url, [400, '30000']])
    expect([url, await wrong('[]')]).toEqual([url, [400, '30000']])
    expect([url, await wrong('late', { 'content-type': 'text/plain' })]).toEqual([url, [415, '30000']])
    expect([url, await wrong(`{"descriptor":"${'x'.repeat(2_000_000)}"}`)]).toEqual([url, [413, '30000']])
  }
  const nobody = { authorization: '' }
  for (const [method, url] of [...addresses, ['GET', `/support/${order}`], ['DELETE', `/support/${order}`]] as const)
    expect([url, await refused(method, url, { headers: nobody })]).toEqual([url, [401, '50000']])
})

it('a key that stands for something else is refused, and an order of too long a name is none', async () => {
  const order = await addOrder()
  const key = { ...json, 'idempotency-key': newId() }
  const open = (name: string) => JSON.stringify({ descriptor: { name } })
  expect((await call('POST', `/support/${order}`, JSON.parse(open('Late')), { ...place.admin, ...key })).status).toBe(
    201,
  )
  const other = await refused('POST', `/support/${order}`, { payload: open('Wrong'), headers: key })
  expect(other).toEqual([422, '30000'])
  expect(await refused('GET', `/support/${'x'.repeat(300)}`)).toEqual([404, '30010'])
})

it('the last state of a session says who served it, and its agent is put under the order’s own id alone', async () => {
  const [order, id] = [await addOrder(), await addAgent()]
  await call('POST', `/support/${order}`)
  const wrong = await call('PUT', `/support/${order}/agent`, { agent: { id }, order_id: await addOrder() })
  expect([wrong.status, wrong.body.code, wrong.body.paths]).toEqual([400, '30000', '/order_id'])
  const faq = { url: 'https://f.example/' }
  const put = await call('PUT', `/support/${order}/agent`, { agent: { id }, order_id: order, faq })
  expect(put.body).toMatchObject({ agent: { id }, faq })
  expect((await call('DELETE', `/support/${order}`)).body).toEqual(put.body)
})
