import { expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { type Headers, openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'partner-integrations')

interface Own {
  id: string
  tokens: { id: string; prefix: string; lastUsedAt: string | null }[]
}
const own = async (headers: Headers): Promise<Own[]> =>
  (await send(service, { method: 'GET', url: '/v1/partner/integrations', headers })).body.data

const partner = async (slug: string): Promise<string> =>
  (await place.call('POST', '/v1/partners', { slug, name: slug })).body.id
const integration = async (partnerId: string, region: string) => {
  const wanted = { brand: 'burger-house', region }
  const { integrationId, tokenId, token } = (await place.call('POST', `/v1/partners/${partnerId}/integrations`, wanted))
    .body
  return { integrationId, tokenId, token, headers: { authorization: `Bearer ${token}` } }
}

const acme = await partner('acme')
const spain = await integration(acme, 'ES')
const portugal = await integration(acme, 'PT')
const other = await integration(await partner('bold'), 'ES')
const person = await place.person('partner')
await place.call('PATCH', `/v1/members/${person.memberId}`, { role: 'partner', partnerId: acme })

it('tells a partner’s person which tokens open its ways in, and when each was last used', async () => {
  const [ofSpain, ofPortugal, ...more] = await own(person.headers)
  expect(more).toEqual([])
  expect(ofPortugal?.tokens).toEqual([{ id: portugal.tokenId, prefix: expect.any(String), lastUsedAt: null }])
  expect(ofSpain?.tokens.map(({ id }) => id)).toEqual([spain.tokenId])
  expect(spain.token.startsWith(ofSpain?.tokens[0]?.prefix ?? 'none')).toBe(true)
  await own(spain.headers)
  await expect.poll(async () => (await own(person.headers))[0]?.tokens[0]?.lastUsedAt).toMatch(/^\d{4}-/)
})

it('tells a token of its own way in alone, and nobody else of any', async () => {
  expect((await own(spain.headers)).map(({ id }) => id)).toEqual([spain.integrationId])
  expect((await own(other.headers)).flatMap(({ tokens }) => tokens.map(({ id }) => id))).toEqual([other.tokenId])
  expect(await own(place.admin)).toEqual([])
})

it('are told page by page', async () => {
  const page = async (cursor: string | null) => {
    const query = new URLSearchParams({ limit: '1', ...(cursor !== null && { cursor }) }).toString()
    const url = `/v1/partner/integrations?${query}`
    return (await send(service, { method: 'GET', url, headers: person.headers })).body
  }
  const first = await page(null)
  const second = await page(first.meta.cursor)
  const ids = [...first.data, ...second.data].map(({ id }: Own) => id)
  expect([ids, second.meta.cursor]).toEqual([[spain.integrationId, portugal.integrationId], null])
})

it('leaves out a token that opens nothing any more', async () => {
  await place.call('DELETE', `/v1/tokens/${portugal.tokenId}`)
  const ofPortugal = (await own(person.headers)).find(({ id }) => id === portugal.integrationId)
  expect(ofPortugal?.tokens).toEqual([])
})
