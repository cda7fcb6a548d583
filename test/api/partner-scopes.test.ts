import { describe, expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { exampleMarket } from './testing/partner-things.ts'
import { type Headers, openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'partner-scopes')

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const ask = (headers: Headers, method: Method, url: string, payload?: object) =>
  send(service, { method, url, headers, ...(payload !== undefined && { payload }) })
const brand = 'burger-house'
const events = { STORE: 'STORE_SUPPORT_TICKET_EVENT', GENERAL: 'GENERAL_SUPPORT_TICKET_EVENT' } as const
const british = exampleMarket
  .replace('slug: iberia', 'slug: britain')
  .replace('regions: [ES, PT]', 'regions: [GB]')
  .replace('locales: [es, pt, en]', 'locales: [en, es, pt]')
const shorter = exampleMarket.replace(
  '{ type: STORE }\n\n  - name: at the hour',
  '{ type: STORE }\n\n  - name: At the hour',
)

await place.call('PUT', '/v1/markets/iberia', { document: exampleMarket })
await place.call('PUT', '/v1/markets/britain', { document: british })
for (const [number, region, franchisee] of [
  ['2301', 'ES', 'Meseta Grill'],
  ['2302', 'ES', 'Costa Grill'],
] as const)
  await place.call('PUT', `/v1/stores/${number}`, {
    name: `Store ${number}`,
    brand,
    region,
    franchisee,
    timezone: 'Europe/Madrid',
  })
const acme = (await place.call('POST', '/v1/partners', { slug: 'acme', name: 'Acme' })).body.id
const bold = (await place.call('POST', '/v1/partners', { slug: 'bold', name: 'Bold' })).body.id
const integration = async (partner: string, region: string): Promise<Headers> => {
  const made = await place.call('POST', `/v1/partners/${partner}/integrations`, { brand, region })
  return { authorization: `Bearer ${made.body.token}` }
}
const spain = await integration(acme, 'ES')
const portugal = await integration(acme, 'PT')
const other = await integration(bold, 'ES')
const url = 'https://acme.example/tickets'
const subscribe = async (region: string, type: keyof typeof events, more: object = {}): Promise<string> => {
  const wanted = { partnerId: acme, brand, region, type: events[type], url, ...more }
  return (await place.call('PUT', '/v1/subscriptions', wanted)).body.id
}
const ofMeseta = await subscribe('ES', 'STORE', { storeId: '2301' })
const ofCosta = await subscribe('ES', 'STORE', { storeId: '2302' })
const ofSpain = await subscribe('ES', 'GENERAL')
const ofPortugal = await subscribe('PT', 'GENERAL')
const ofBritain = await subscribe('GB', 'GENERAL')

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const request = async (region: string, more: object = {}) => {
  const asked = { brand, region, categoryId: 'app-and-account', subcategoryId: 'payment-failed', comments: 'Help.' }
  return (await place.call('POST', '/v1/support/requests', { ...asked, ...more })).body
}
const orderAt = async (id: string, minutes: number, storeId: string) =>
  place.call('PUT', `/v1/orders/${id}`, { storeId, region: 'ES', brand, placedAt: minutesAgo(minutes), status: 'DONE' })
await orderAt('young-2301', 10, '2301')
await orderAt('young-2302', 10, '2302')
await orderAt('old', 120, '2301')
const meal = { categoryId: 'order-problem', subcategoryId: 'cold-food' }
const atMeseta = await request('ES', { ...meal, orderId: 'young-2301' })
const atCosta = await request('ES', { ...meal, orderId: 'young-2302' })
const late = await request('ES', { ...meal, orderId: 'old' })
const inPortugal = await request('PT')
await request('GB')

const ids = (answer: { body: { data: { id: string }[] } }) => answer.body.data.map(({ id }) => id).toSorted()

describe('a market editor', async () => {
  const { headers } = await place.token({ role: 'market-editor', markets: ['iberia'] })

  it('checks, plans and publishes its own market, and no other', async () => {
    const plan = await ask(headers, 'POST', '/v1/markets/plan', { document: shorter })
    expect(plan.body).toMatchObject({ slug: 'iberia', version: 1, isInForce: false, changes: [], conflict: null })
    expect(plan.body.effect).toMatchObject({ requests: 4, toStore: 0, toGeneral: 0 })
    const published = await ask(headers, 'PUT', '/v1/markets/iberia', { document: shorter, expectedVersion: 1 })
    expect([published.status, published.body.version]).toEqual([200, 2])
    for (const [method, path, payload] of [
      ['POST', '/v1/markets/plan', { document: british }],
      ['PUT', '/v1/markets/britain', { document: british }],
      ['PUT', '/v1/subscriptions', { partnerId: acme, brand, region: 'GB', type: events.STORE, url }],
      ['PUT', '/v1/stores/9901', { name: 'Soho', brand, region: 'GB', timezone: 'Europe/London' }],
    ] as const)
      expect([path, (await ask(headers, method, path, payload)).status]).toEqual([path, 403])
  })

  it('is refused over a version that somebody published meanwhile', async () => {
    const answer = await ask(headers, 'PUT', '/v1/markets/iberia', { document: exampleMarket, expectedVersion: 1 })
    expect([answer.status, answer.body.code]).toEqual([412, 'version_mismatch'])
  })

  it('sees markets, subscriptions, deliveries and the log of its own alone', async () => {
    const markets = await ask(headers, 'GET', '/v1/markets')
    expect(markets.body.data.map(({ slug }: { slug: string }) => slug)).toEqual(['iberia'])
    expect(ids(await ask(headers, 'GET', '/v1/subscriptions'))).toEqual(
      [ofMeseta, ofCosta, ofSpain, ofPortugal].toSorted(),
    )
    const log = await ask(headers, 'GET', '/v1/handoffs')
    expect(new Set(log.body.data.map(({ market }: { market: string }) => market))).toEqual(new Set(['iberia']))
    const told = await ask(headers, 'GET', `/v1/subscriptions/${ofPortugal}/deliveries`)
    expect(told.body.data).toMatchObject([{ ticketId: inPortugal.id, webhookId: ofPortugal, type: events.GENERAL }])
    expect((await ask(headers, 'GET', `/v1/subscriptions/${ofBritain}/deliveries`)).status).toBe(404)
  })

  it('tries a request by the text it writes, with the reason in words', async () => {
    const wanted = { ...meal, document: shorter, orderAgeMinutes: 120 }
    const tried = await ask(headers, 'POST', '/v1/markets/dry-run', wanted)
    expect(tried.body).toMatchObject({
      outcome: 'forwarded',
      configuredType: 'STORE',
      resolvedType: 'GENERAL',
      reason: 'late',
      eventType: events.GENERAL,
      partner: { slug: 'acme' },
      subscriptionId: ofSpain,
      knowledgeForceIssueId: '0203',
    })
    expect(tried.body.explanation[0].text).toBe('late by 60 min -> GENERAL')
    const near = await ask(headers, 'POST', '/v1/markets/dry-run', { ...wanted, orderAgeMinutes: 5, storeId: '2301' })
    expect(near.body).toMatchObject({ resolvedType: 'STORE', subscriptionId: ofMeseta, franchisee: 'Meseta Grill' })
    const own = { ...wanted, orderAgeMinutes: null, raisedByPartnerId: acme }
    expect((await ask(headers, 'POST', '/v1/markets/dry-run', own)).body).toMatchObject({
      outcome: 'own_submission',
      reason: 'no_order',
      eventType: null,
      partner: null,
    })
  })

  it.each([
    ['a text that is no market', { document: 'slug: [', subcategoryId: 'cold-food' }, 'workflow_invalid', undefined],
    ['another market’s place', { brand, region: 'GB', subcategoryId: 'cold-food' }, 'invalid', '/brand'],
    ['no place at all', { brand, subcategoryId: 'cold-food' }, 'invalid', '/region'],
    ['a region that is not the document’s', { document: shorter, region: 'FR', ...meal }, 'invalid', '/region'],
    ['a store that is not there', { document: shorter, ...meal, storeId: '9999' }, 'invalid', '/storeId'],
    [
      'a choice that is not offered',
      { document: shorter, ...meal, subcategoryId: 'other' },
      'invalid',
      '/subcategoryId',
    ],
  ])('is told what is wrong with %s', async (_, payload, code, pointer) => {
    const { status, body } = await ask(headers, 'POST', '/v1/markets/dry-run', payload)
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([code === 'invalid' ? 400 : 422, code, pointer])
  })
})

describe('a franchisee', async () => {
  const { headers } = await place.token({ role: 'franchisee', franchisees: ['Meseta Grill'] })

  it('sees its own stores, what they are told, and what became of their requests', async () => {
    expect(ids(await ask(headers, 'GET', '/v1/subscriptions'))).toEqual([ofMeseta])
    const stores = await ask(headers, 'GET', '/v1/stores')
    expect(stores.body.data.map(({ storeId }: { storeId: string }) => storeId)).toEqual(['2301'])
    const log = await ask(headers, 'GET', '/v1/handoffs')
    expect(log.body.data.map(({ ticketId }: { ticketId: string }) => ticketId)).toEqual([late.id, atMeseta.id])
    const told = await ask(headers, 'GET', `/v1/subscriptions/${ofMeseta}/deliveries`)
    expect(told.body.data.map(({ ticketId }: { ticketId: string }) => ticketId)).toEqual([atMeseta.id])
    for (const foreign of [ofCosta, ofSpain])
      expect((await ask(headers, 'GET', `/v1/subscriptions/${foreign}/deliveries`)).status).toBe(404)
  })

  it('changes the subscriptions of its own stores, and nothing of the market', async () => {
    const own = { partnerId: acme, brand, region: 'ES', type: events.STORE, url }
    expect((await ask(headers, 'PUT', '/v1/subscriptions', { ...own, storeId: '2301' })).status).toBe(200)
    expect((await ask(headers, 'PUT', '/v1/subscriptions', { ...own, franchisee: 'Meseta Grill' })).status).toBe(201)
    for (const [method, path, payload] of [
      ['PUT', '/v1/subscriptions', { ...own, storeId: '2302' }],
      ['PUT', '/v1/subscriptions', { ...own, franchisee: 'Costa Grill' }],
      ['PUT', '/v1/subscriptions', own],
      ['POST', '/v1/markets/plan', { document: exampleMarket }],
      ['PUT', '/v1/markets/iberia', { document: exampleMarket }],
    ] as const)
      expect([payload, (await ask(headers, method, path, payload)).status]).toEqual([payload, 403])
    expect((await ask(headers, 'DELETE', `/v1/subscriptions/${ofCosta}`)).status).toBe(404)
  })
})

describe('a partner', () => {
  it('reads what it was told in the place of its token, and nobody else’s', async () => {
    const all = await ask(spain, 'GET', '/v1/partner/deliveries')
    expect(all.body.data.map(({ ticketId }: { ticketId: string }) => ticketId)).toEqual([
      late.id,
      atCosta.id,
      atMeseta.id,
    ])
    const page = await ask(spain, 'GET', '/v1/partner/deliveries?limit=2')
    const rest = await ask(spain, 'GET', `/v1/partner/deliveries?limit=2&cursor=${page.body.meta.cursor}`)
    expect([page.body.data.length, rest.body.data.length, rest.body.meta.cursor]).toEqual([2, 1, null])
    const one = all.body.data[0].id
    const detail = await ask(spain, 'GET', `/v1/partner/deliveries/${one}`)
    expect(JSON.parse(detail.body.body)).toMatchObject({ eventType: events.GENERAL, data: { id: late.id } })
    for (const headers of [portugal, other]) {
      expect((await ask(headers, 'GET', `/v1/partner/deliveries/${one}`)).status).toBe(404)
      expect((await ask(headers, 'POST', `/v1/partner/deliveries/${one}/replay`)).status).toBe(404)
    }
    expect((await ask(other, 'GET', '/v1/partner/deliveries')).body.data).toEqual([])
    const narrowed = `/v1/partner/deliveries?subscriptionId=${ofCosta}&ticketId=${atCosta.id}`
    expect((await ask(spain, 'GET', narrowed)).body.data).toHaveLength(1)
    expect((await ask(portugal, 'GET', narrowed)).body.data).toEqual([])
  })

  it('is told once more when it asks, until its subscription has ended; what it was told stays', async () => {
    const told = await ask(spain, 'GET', `/v1/partner/deliveries?subscriptionId=${ofCosta}`)
    const { id } = told.body.data[0]
    const again = await ask(spain, 'POST', `/v1/partner/deliveries/${id}/replay`)
    expect([again.status, again.body.state]).toEqual([202, 'pending'])
    const byAdmin = await ask(place.admin, 'POST', `/v1/deliveries/${id}/replay`)
    expect(byAdmin.status).toBe(202)
    await place.call('DELETE', `/v1/subscriptions/${ofCosta}`)
    const refused = await ask(spain, 'POST', `/v1/partner/deliveries/${id}/replay`)
    expect([refused.status, refused.body.reason]).toEqual([409, 'ended'])
    expect((await ask(spain, 'GET', `/v1/partner/deliveries/${id}`)).status).toBe(200)
  })
})

describe('a person who acts for a partner', async () => {
  const { headers, memberId } = await place.person('partner')
  const change = (payload: object) => ask(place.admin, 'PATCH', `/v1/members/${memberId}`, payload)

  it('sees its tickets, subscriptions and deliveries in all its regions, once an admin says so', async () => {
    expect((await ask(headers, 'GET', '/v1/me')).body.partner).toBeNull()
    expect((await ask(headers, 'GET', '/v1/partner/deliveries')).body.data).toEqual([])
    const changed = await change({ role: 'partner', partnerId: acme })
    expect(changed.body.partner).toMatchObject({ id: acme, slug: 'acme', name: 'Acme' })
    expect((await ask(headers, 'GET', '/v1/me')).body.partner).toMatchObject({ name: 'Acme' })
    const deliveries = await ask(headers, 'GET', '/v1/partner/deliveries')
    expect(deliveries.body.data.map(({ ticketId }: { ticketId: string }) => ticketId)).toContain(inPortugal.id)
    expect(ids(await ask(headers, 'GET', '/v1/partner/webhooks'))).toContain(ofPortugal)
    expect(ids(await ask(headers, 'GET', '/v1/partner/tickets'))).toEqual(
      expect.arrayContaining([atMeseta.id, late.id, inPortugal.id]),
    )
    for (const path of ['/v1/handoffs', '/v1/markets', '/v1/subscriptions', '/v1/partners'])
      expect([path, (await ask(headers, 'GET', path)).status]).toEqual([path, 403])
  })

  it('says where its partner is told, by the brand and region it names, and tests and ends that', async () => {
    const own = await ask(headers, 'GET', '/v1/partner/integrations')
    expect(own.body.data.map(({ region }: { region: string }) => region)).toEqual(['ES', 'PT'])
    const wanted = { type: events.STORE, url, franchisee: 'Costa Grill' }
    const made = await ask(headers, 'PUT', '/v1/partner/webhooks', { ...wanted, brand, region: 'ES' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ region: 'ES', integrationId: own.body.data[0].id, franchisee: 'Costa Grill' })
    const moved = { ...wanted, brand, region: 'ES', url: `${url}/v2`, acceptance: 'explicit' }
    expect((await ask(headers, 'PUT', '/v1/partner/webhooks', moved)).body).toMatchObject({
      id: made.body.id,
      url: `${url}/v2`,
      acceptance: 'explicit',
    })
    const test = await ask(headers, 'POST', `/v1/partner/webhooks/${made.body.id}/test`)
    expect([test.status, test.body.type, test.body.ticketId]).toEqual([202, 'webhook.test', null])
    const told = await ask(spain, 'GET', `/v1/partner/deliveries?subscriptionId=${made.body.id}`)
    expect(ids(told)).toEqual([test.body.id])
    for (const foreign of [portugal, other])
      expect((await ask(foreign, 'POST', `/v1/partner/webhooks/${made.body.id}/test`)).status).toBe(404)
    const place2 = `type=${events.STORE}&franchisee=Costa%20Grill&brand=${brand}`
    expect((await ask(headers, 'DELETE', `/v1/partner/webhooks?${place2}&region=PT`)).status).toBe(404)
    expect((await ask(headers, 'DELETE', `/v1/partner/webhooks?${place2}&region=ES`)).status).toBe(204)
    expect((await ask(headers, 'POST', `/v1/partner/webhooks/${made.body.id}/test`)).status).toBe(404)
  })

  it.each([
    ['a person who names no place', headers, {}, 'integration'],
    ['a person in a place where its partner has no way in', headers, { brand, region: 'GB' }, 'integration'],
    ['a token of another place', spain, { region: 'PT' }, 'market'],
    ['who is no partner', place.admin, { brand, region: 'ES' }, 'integration'],
  ])('%s is refused', async (_, caller, named, missing) => {
    const wanted = { type: events.GENERAL, ...named }
    for (const [method, path, payload] of [
      ['PUT', '/v1/partner/webhooks', { ...wanted, url }],
      ['DELETE', `/v1/partner/webhooks?${new URLSearchParams(wanted).toString()}`],
      ['POST', '/v1/partner/certification', wanted],
    ] as const) {
      const { status, body } = await ask(caller, method, path, payload)
      expect([path, status, body.missing]).toEqual([path, 403, missing])
    }
  })

  it('keeps the partner with the role, and loses it with another', async () => {
    expect((await change({ role: 'partner' })).body.partner).toMatchObject({ id: acme })
    expect((await change({ role: 'auditor' })).body.partner).toBeNull()
    expect((await change({ role: 'partner' })).body.partner).toBeNull()
  })

  it.each([
    ['a role that is not partner', { role: 'auditor', partnerId: acme }],
    ['a partner that is not there', { role: 'partner', partnerId: 'partner_01jqzv5k3mf8tbn2c4d6e7g9ha' }],
  ])('is not made one with %s', async (_, payload) => {
    const { status, body } = await change(payload)
    expect([status, body.errors[0].pointer]).toEqual([400, '/partnerId'])
  })
})
