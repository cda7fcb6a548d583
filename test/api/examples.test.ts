import { describe, expect, it } from 'vitest'
import { firstStatusOf } from '../../server/http/ready-route.ts'
import { addressesOf } from '../../server/http/register-routes.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { freshThings, requestFor, requestRows, usualCaller } from './testing/requests.ts'
import { send } from './testing/running-service.ts'

const place = await openOwnPlace('operations-review')
const { service } = place

const calls = service.routes.flatMap((route) =>
  addressesOf(route).map((url, alias) => ({ name: `${route.method} ${url}`, route, alias })),
)

describe('the example of', () => {
  it.each(calls)('$name answers the status and the shape it documents', async ({ route, alias }) => {
    const things = await freshThings(route, place)
    const seen = await send(service, requestFor(route, things, { headers: usualCaller(route, place, things), alias }))
    expect([seen.status, seen.text]).toEqual([route.example.status ?? firstStatusOf(route), expect.anything()])
  })

  it.each(['/livez', '/readyz', '/metrics', '/openapi.json'])('GET %s answers 200 to everybody', async (url) => {
    expect((await send(service, { url })).status).toBe(200)
  })
})

describe('an example', () => {
  const examples = calls.filter(({ alias }) => alias === 0)

  it.each(examples)('of $name shows an answer of the shape it documents', ({ route }) => {
    const status = route.example.status ?? firstStatusOf(route)
    if (route.example.answer === undefined) return expect(route.answers[status]).toBeNull()
    const answer = { status, mediaType: 'application/json', text: JSON.stringify(route.example.answer) }
    expect(service.conformity.faultOf(route.operationId, answer)).toBeNull()
  })

  it('is prepared for routes that exist', () => {
    const known = new Set(service.routes.map((route) => route.operationId))
    expect(Object.keys(requestRows).filter((name) => !known.has(name))).toEqual([])
  })
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})
