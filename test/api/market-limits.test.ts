import { describe, expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { exampleMarket } from './testing/partner-things.ts'
import { type Headers, openPlace, type Person } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'market-limits')

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const ask = (headers: Headers, method: Method, url: string, payload?: object) =>
  send(service, { method, url, headers, ...(payload !== undefined && { payload }) })
const change = ({ memberId }: Person, payload: object) => ask(place.admin, 'PATCH', `/v1/members/${memberId}`, payload)
const pointerOf = ({ body }: Awaited<ReturnType<typeof ask>>) => body.errors?.[0]?.pointer as string | undefined

const brand = 'burger-house'
const british = exampleMarket
  .replace('slug: iberia', 'slug: britain')
  .replace('regions: [ES, PT]', 'regions: [GB]')
  .replace('locales: [es, pt, en]', 'locales: [en, es, pt]')
await place.call('PUT', '/v1/markets/iberia', { document: exampleMarket })
await place.call('PUT', '/v1/markets/britain', { document: british })
for (const [number, franchisee] of [
  ['2301', 'Meseta Grill'],
  ['2302', 'Costa Grill'],
] as const)
  await place.call('PUT', `/v1/stores/${number}`, {
    name: `Store ${number}`,
    brand,
    region: 'ES',
    franchisee,
    timezone: 'Europe/Madrid',
  })
const partnerId = (await place.call('POST', '/v1/partners', { slug: 'acme', name: 'Acme' })).body.id as string
const subscription = (more: object) => ({
  partnerId,
  brand,
  region: 'ES',
  type: 'STORE_SUPPORT_TICKET_EVENT',
  url: 'https://acme.example/tickets',
  ...more,
})
const ofCosta = (await place.call('PUT', '/v1/subscriptions', subscription({ storeId: '2302' }))).body.id as string

describe('a person who edits markets', () => {
  it('edits those it is limited to, all without a limit, and is felt to be by the next call', async () => {
    const editor = await place.person('market-editor')
    expect((await ask(editor.headers, 'GET', '/v1/markets')).body.data).toHaveLength(2)
    const limited = await change(editor, { role: 'market-editor', markets: ['iberia'] })
    expect(limited.body).toMatchObject({ role: 'market-editor', markets: ['iberia'], franchisees: null })
    const seen = await ask(editor.headers, 'GET', '/v1/markets')
    expect(seen.body.data.map(({ slug }: { slug: string }) => slug)).toEqual(['iberia'])
    const publish = (slug: string, document: string) =>
      ask(editor.headers, 'PUT', `/v1/markets/${slug}`, { document: `${document}\n# Read again.\n` })
    expect((await publish('iberia', exampleMarket)).status).toBe(200)
    expect((await publish('britain', british)).status).toBe(403)
    // Said again without them the limits stay; another role has none.
    expect((await change(editor, { role: 'market-editor' })).body.markets).toEqual(['iberia'])
    expect((await change(editor, { role: 'market-editor', markets: null })).body.markets).toBeNull()
    await change(editor, { role: 'market-editor', markets: ['iberia'] })
    expect((await change(editor, { role: 'auditor' })).body.markets).toBeNull()
  })
})

describe('a person who is a franchisee', () => {
  it('arranges its own stores alone, and is nobody without them', async () => {
    const owner = await place.person('auditor')
    expect(pointerOf(await change(owner, { role: 'franchisee' }))).toBe('/franchisees')
    const made = await change(owner, { role: 'franchisee', franchisees: ['Meseta Grill'] })
    expect(made.body).toMatchObject({ role: 'franchisee', franchisees: ['Meseta Grill'] })
    const stores = await ask(owner.headers, 'GET', '/v1/stores')
    expect(stores.body.data.map(({ storeId }: { storeId: string }) => storeId)).toEqual(['2301'])
    const save = (more: object) => ask(owner.headers, 'PUT', '/v1/subscriptions', subscription(more))
    expect((await save({ storeId: '2301' })).status).toBe(201)
    for (const more of [{ storeId: '2302' }, { franchisee: 'Costa Grill' }, {}])
      expect([more, (await save(more)).status]).toEqual([more, 403])
    expect((await ask(owner.headers, 'DELETE', `/v1/subscriptions/${ofCosta}`)).status).toBe(404)
    expect((await ask(owner.headers, 'PUT', '/v1/markets/iberia', { document: exampleMarket })).status).toBe(403)
    // One of before, whose stores nobody has said, arranges none.
    await service.query('update members set franchisees = null where role = $1', ['franchisee'])
    const again = await place.linkSecret(owner.email)
    const signed = await ask({ origin: owner.headers['origin'] ?? '' }, 'POST', '/v1/session/link', { token: again })
    const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? ''
    const anew = { ...owner.headers, cookie }
    expect((await ask(anew, 'GET', '/v1/stores')).body.data).toEqual([])
    expect((await ask(anew, 'PUT', '/v1/subscriptions', subscription({ storeId: '2301' }))).status).toBe(403)
  })
})

describe('limits', () => {
  it.each([
    ['markets of a franchisee', { role: 'franchisee', franchisees: ['Meseta Grill'], markets: ['iberia'] }, '/markets'],
    ['franchisees of an editor', { role: 'market-editor', franchisees: ['Meseta Grill'] }, '/franchisees'],
    ['markets of an auditor', { role: 'auditor', markets: ['iberia'] }, '/markets'],
    ['no franchisee', { role: 'franchisee' }, '/franchisees'],
    ['an empty list', { role: 'market-editor', markets: [] }, '/markets'],
  ])('are refused: %s', async (_, payload, pointer) => {
    const answer = await ask(place.admin, 'POST', '/v1/members', { email: 'x@example.com', name: 'X', ...payload })
    expect([answer.status, pointerOf(answer)]).toEqual([400, pointer])
  })

  it('are said when a member is added', async () => {
    const wanted = { email: 'rui@example.com', name: 'Rui', role: 'market-editor', markets: ['iberia'] }
    expect((await place.call('POST', '/v1/members', wanted)).body).toMatchObject({ markets: ['iberia'] })
  })

  it('are asked for with the token of a franchisee as well', async () => {
    const token = await ask(place.admin, 'POST', '/v1/tokens', { name: 'Meseta', role: 'franchisee' })
    expect([token.status, pointerOf(token)]).toEqual([400, '/franchisees'])
  })
})
