import { beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../server/http/route.ts'
import { followEvents } from '../../server/modules/automations/index.ts'
import { decodeId, newId } from '../../server/platform/ids.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import { addOffer } from './testing/add-offer.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { exampleWorkflow, type Things } from './testing/place.ts'
import { addAccessRequest, addConsult } from './testing/make-things.ts'
import { addCertification, addMarketVersion, addSubscription, askForPartner } from './testing/partner-things.ts'
import { requestFor, usualCaller } from './testing/requests.ts'
import { type Seen, send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service } = place
let things: Things = place.things
beforeAll(async () => {
  const { partnerToken = '', wh = '' } = await addCertification(place)
  things = { ...things, partnerToken, wh, ...(await addGuest()) }
  for (let round = 0; round < 3; round++) await addOfEverything()
})

const lists = service.routes
  .filter((route) => 'limit' in ((route.query as unknown as { properties?: object } | undefined)?.properties ?? {}))
  .map((route) => ({ name: route.url, route }))

describe.each(lists)('GET $name', ({ route }) => {
  const { most, place: placeOf, read } = pagingOf(route)

  it(`takes a limit of 1 to ${most}`, async () => {
    for (const limit of ['0', String(most + 1), '-1', '1.5', 'x', '', '1e999']) {
      const seen = await page(route, { limit })
      expect([limit, seen.status, seen.body.errors[0].pointer]).toEqual([limit, 400, 'limit'])
    }
    for (const limit of ['1', String(most)]) expect((await page(route, { limit })).status).toBe(200)
  })

  it('refuses a cursor that is none of its own', async () => {
    const text = String(read(await page(route, { limit: '1' })) ?? '')
    const foreign = await cursorOfAnotherList(route)
    for (const after of ['', '!', 'x'.repeat(2000), `${text}x`, `x${text}`, text.slice(1) || 'x', foreign]) {
      if (/^\d+$/.test(after)) continue
      const seen = await page(route, { [placeOf]: after })
      expect([after, seen.status, seen.body.errors?.[0].pointer]).toEqual([after, 400, placeOf])
    }
  })

  it('shows every row once, in one order, while rows are added', async () => {
    const whole = await rowsOf(route, String(most))
    const paged: string[] = []
    let after: string | null = null
    for (let turn = 0; turn < 60; turn++) {
      const seen: Seen = await page(route, { limit: '2', ...(after !== null && { [placeOf]: after }) })
      paged.push(...seen.body.data.map(nameOf))
      // The log and what goes oldest first end with rows that came meanwhile.
      if (turn === 1) await addOfEverything()
      const next = read(seen)
      if (next === null || seen.body.data.length === 0) break
      after = next
    }
    expect(whole.length).toBeGreaterThan(0)
    expect(new Set(paged).size).toBe(paged.length)
    expect(paged.filter((row) => whole.includes(row))).toEqual(whole.slice(0, paged.length))
    expect(paged.length).toBeGreaterThanOrEqual(Math.min(whole.length, 100))
  })
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})

function page(route: Route, query: Record<string, string>): Promise<Seen> {
  const headers = usualCaller(route, place, things)
  const { url } = requestFor(route, things, { headers })
  const [path = ''] = url.split('?', 1)
  return send(service, { url: `${path}?${new URLSearchParams(query).toString()}`, headers })
}

/** Lists of the partners' surface are paged as partners' other interfaces are. */
function pagingOf({ url }: Route) {
  return url.startsWith('/v1/partner/')
    ? { most: 100, place: 'cursor', read: ({ body }: Seen): string | null => body.meta.cursor }
    : { most: 200, place: 'after', read: ({ body }: Seen): string | null => body.page.next }
}

async function rowsOf(route: Route, limit: string): Promise<string[]> {
  return (await page(route, { limit })).body.data.map(nameOf)
}

function nameOf(row: { id?: string; hash?: string; ticketId?: string; seq?: number; version?: number }): string {
  return row.id ?? row.hash ?? row.ticketId ?? String(row.seq ?? row.version)
}

async function cursorOfAnotherList(route: Route): Promise<string> {
  const other = lists.find((list) => list.route !== route && ['/v1/tokens', '/v1/agents'].includes(list.name))
  if (other === undefined) throw new Error('There is no other list.')
  return String((await page(other.route, { limit: '1' })).body.page.next)
}

/** The caller's own id of a customer who lists their requests in the portal. */
const guest = newId()

async function addGuest(): Promise<Things> {
  const { cust = '' } = await place.addTicket({ customerId: guest })
  const { headers } = await place.token({ permissions: ['portal:use'], customerId: decodeId('customer', cust) })
  return { portalToken: headers['authorization']?.slice('Bearer '.length) ?? '' }
}

/** One more row in every list there is. */
async function addOfEverything(): Promise<void> {
  await addOffer(place)
  await addConsult(place)
  await place.addTicket()
  const { cust } = await place.addTicket()
  await place.call('GET', `/v1/customers/${cust}/export`)
  await place.call('POST', `/v1/customers/${cust}/erase`, { closeOpen: true })
  await place.call('POST', '/v1/agents', { name: 'Caio Reis', queues: ['frontline'] })
  await place.token()
  await addAccessRequest(place)
  await place.addCase()
  await place.addMail()
  await place.person('agent')
  const url = `/v1/tickets/${things['ticket']}`
  await place.call('POST', `${url}/messages`, { body: 'More to say.' })
  await place.call('PATCH', url, { tags: [newId()] })
  await place.call('PUT', '/v1/workflow', { document: `${exampleWorkflow}\n# ${newId()}\n` })
  await place.addTicket({ channel: 'email', customerId: newId() })
  await place.addTicket({ customerId: guest })
  await addMarketVersion(place)
  await addSubscription(place)
  const order = { placedAt: '2026-11-20T08:45:00.000Z', status: 'CREATED', customerId: things['cust'] }
  await place.call('PUT', `/v1/orders/${newId()}`, order)
  await addToPartner()
  await letAutomationsAct()
}

/** A request that the partner raises, a place it is told of, and something that it is told. */
async function addToPartner(): Promise<void> {
  const headers = { authorization: `Bearer ${things['partnerToken']}` }
  const payload = { categoryId: 'order-problem', subcategoryId: 'missing-item', comments: 'Help.' }
  await send(service, { method: 'POST', url: '/v1/partner/tickets', headers, payload })
  const hook = { type: 'STORE_SUPPORT_TICKET_EVENT', franchisee: newId(), url: 'https://acme.example/tickets' }
  await send(service, { method: 'PUT', url: '/v1/partner/webhooks', headers, payload: hook })
  await askForPartner(place)
}

/** Mail is answered by itself, which the log of automations tells. */
async function letAutomationsAct(): Promise<void> {
  const [last] = await service.query<{ seq: number }>('select max(seq) as seq from events')
  const { workspace } = place
  const context = service.installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() })
  while (!(await followEvents(context, { upTo: Number(last?.seq ?? 0) })));
}
