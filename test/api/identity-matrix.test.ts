import { beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../server/http/route.ts'
import { accessTable, type AccessRow, type Outcome } from './testing/access-table.ts'
import { absentThings, type FullPlace, namesShown, openFullPlace } from './testing/full-place.ts'
import { type Identities, limited, nobodies, openIdentities, strangers } from './testing/identities.ts'
import { openOwnService } from './testing/own-service.ts'
import type { Headers, Things } from './testing/place.ts'
import { freshThings, requestFor, requestRows } from './testing/requests.ts'
import { printRows } from './testing/row-prints.ts'
import { type Seen, send } from './testing/running-service.ts'

const { service } = await openOwnService()

let here: FullPlace
let elsewhere: FullPlace
let identities: Identities
let absent: Things
/** Where calls succeed; `here` nothing ever changes. */
let busy: FullPlace
let busyIdentities: Identities
beforeAll(async () => {
  here = await openFullPlace(service, 'here')
  elsewhere = await openFullPlace(service, 'elsewhere', 500_001)
  busy = await openFullPlace(service, 'busy', 600_001)
  identities = await openIdentities(here, elsewhere)
  busyIdentities = await openIdentities(busy, elsewhere)
  absent = absentThings(here.things)
})

const guarded = service.routes.filter((route) => route.permission !== 'public')

describe('the table of access', () => {
  it('has a row for every route and none besides', () => {
    const names = service.routes.map((route) => route.operationId)
    expect(Object.keys(accessTable).toSorted()).toEqual(names.toSorted())
  })

  it('says of every route what the route says of itself', () => {
    const declared = service.routes.map((route) => [route.operationId, route.permission])
    expect(declared).toEqual(
      service.routes.map(({ operationId }) => [operationId, accessTable[operationId]?.permission]),
    )
  })
})

describe.each(guarded.map((route) => ({ name: `${route.method} ${route.url}`, route })))('$name', ({ route }) => {
  const row = accessTable[route.operationId]
  if (row === undefined) return

  it('refuses whom it must, tells nobody what is elsewhere, and changes nothing by it', async () => {
    for (const without of row.lacking) await identities.lacking(without)
    const before = await printRows(service)
    await refusesNobodies(route)
    await refusesStrangers(route)
    for (const without of row.lacking) {
      const headers = await identities.lacking(without)
      const own = await ask(route, here.things, headers)
      expect([without, [403, 404].includes(own.status)], own.text).toEqual([without, true])
      await tellsNothingOfElsewhere(route, headers, [403, 404])
    }
    for (const identity of limited) {
      if (identity === 'lacking') continue
      const headers = identities.headersOf(identity)
      await answers(route, row[identity], headers, identity)
      if (namesThings(route)) await tellsNothingOfElsewhere(route, headers, statusesOf(row, row[identity]))
    }
    expect(await printRows(service)).toEqual(before)
  })

  it('lets in whom it should', async () => {
    const isQuick = requestRows[route.operationId]?.isSlow !== true
    for (const identity of limited) {
      if (identity === 'lacking' || row[identity] !== 'in') continue
      const things = identity === 'admin' || isQuick ? await freshThings(route, busy) : busy.things
      const seen = await ask(route, things, busyIdentities.headersOf(identity))
      expect([identity, [401, 403, 404].includes(seen.status)], seen.text).toEqual([identity, false])
      expectNothingOf(elsewhere, seen)
      expectNothingOf(here, seen)
    }
  })
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})

async function refusesNobodies(route: Route): Promise<void> {
  for (const identity of nobodies) {
    for (const things of [here.things, elsewhere.things, absent]) {
      const seen = await ask(route, things, identities.headersOf(identity))
      expect([identity, seen.status, seen.headers['www-authenticate']]).toEqual([identity, 401, 'Bearer'])
    }
  }
}

async function refusesStrangers(route: Route): Promise<void> {
  for (const identity of strangers) {
    if (identity === 'other origin' && route.method === 'GET') continue
    for (const things of [here.things, elsewhere.things, absent]) {
      const seen = await ask(route, things, identities.headersOf(identity))
      expect([identity, seen.status]).toEqual([identity, 403])
    }
  }
  const [there, nowhere] = ['other workspace', 'absent workspace'] as const
  const of = (identity: typeof there | typeof nowhere) => ask(route, here.things, identities.headersOf(identity))
  expect(comparable(await of(there))).toEqual(comparable(await of(nowhere)))
}

/** Own things: refused as the table says, or answered with nothing. Who is let in comes later. */
async function answers(route: Route, outcome: Outcome, headers: Headers, identity: string): Promise<void> {
  if (outcome === 'in') return
  const seen = await ask(route, here.things, headers)
  if (outcome !== 'void') return expect([identity, seen.status]).toEqual([identity, outcome])
  expect([identity, Math.floor(seen.status / 100)]).toEqual([identity, 2])
  expectNothingOf(here, seen)
  expect(seen.text).not.toMatch(/"(count|waiting)":[1-9]/)
}

/** What is elsewhere and what is nowhere get the same answer to the byte. */
async function tellsNothingOfElsewhere(route: Route, headers: Headers, statuses: readonly number[]): Promise<void> {
  if (!namesThings(route)) return
  const foreign = await ask(route, elsewhere.things, headers)
  const nowhere = await ask(route, absent, headers)
  expect(statuses, foreign.text).toContain(foreign.status)
  expect(comparable(foreign, elsewhere.things)).toEqual(comparable(nowhere, absent))
}

function statusesOf({ absent: missing }: AccessRow, outcome: Outcome): readonly number[] {
  return outcome === 'in' || outcome === 'void' ? [missing ?? 404] : [403, 404]
}

/** Whether the address names something that belongs to one place; both places have queues of the same names. */
function namesThings(route: Route): boolean {
  const isNamed = route.example.params !== undefined && !route.url.startsWith('/v1/queues/:slug/')
  return isNamed && accessTable[route.operationId]?.absent !== null
}

function ask(route: Route, things: Things, headers: Headers): Promise<Seen> {
  return send(service, requestFor(route, things, { headers }))
}

/** An answer without what differs from request to request, and without the names that were asked for. */
function comparable({ status, headers, text }: Seen, things: Things = {}) {
  const { date: _date, 'x-request-id': _id, ...rest } = headers
  const asked = Object.values(things).reduce((left, name) => left.replaceAll(name, 'asked'), text)
  return { status, headers: rest, text: asked.replace(/"requestId":"[^"]+"/, '') }
}

function expectNothingOf(place: FullPlace, seen: Seen): void {
  expect(namesShown(place, seen.text)).toEqual([])
}
