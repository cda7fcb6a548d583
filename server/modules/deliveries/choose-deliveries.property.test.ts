import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayFlow } from '../../core/webhooks/may-flow.ts'
import { chooseDeliveries, type PendingDelivery } from './choose-deliveries.ts'

const tickets = ['t1', 't2', 't3']
const urls = ['https://a.example/', 'https://b.example/']

/** What an agent at each address says; null = nothing. */
const ownLimits = fc.record({
  'https://a.example/': fc.constantFrom(null, 1, 6),
  'https://b.example/': fc.constantFrom(null, 2),
})

const plainRows = fc
  .array(
    fc.record({
      laneId: fc.constantFrom(...tickets),
      target: fc.constantFrom(...urls),
      isStrict: fc.boolean(),
      sequence: fc.integer({ min: 1, max: 12 }),
      attempts: fc.integer({ min: 0, max: 6 }),
      isReplay: fc.boolean(),
      isInFlight: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      waitMs: fc.constantFrom(-5_000, -1, 0, 1, 5_000, 300_000),
    }),
    { maxLength: 30 },
  )
  .map((rows) =>
    rows.map((row, index): PendingDelivery => ({
      ...row,
      id: `d${index}`,
      epoch: index,
      perEndpoint: null,
      waitMs: row.isInFlight ? 20_000 : row.waitMs,
    })),
  )

const pendingRows = fc
  .tuple(plainRows, ownLimits)
  .map(([rows, own]) => rows.map((row) => ({ ...row, perEndpoint: own[row.target as keyof typeof own] })))

const limits = fc.record({
  limit: fc.integer({ min: 0, max: 8 }),
  perEndpoint: fc.integer({ min: 1, max: 4 }),
  perWorkspace: fc.integer({ min: 1, max: 8 }),
  heldIds: fc.subarray(['d0', 'd1', 'd2', 'd3']).map((ids) => new Set(ids)),
})

const laneOf = (delivery: PendingDelivery) => `${delivery.laneId} ${delivery.target}`

describe('the choice of deliveries', () => {
  it('takes at most one of a ticket and endpoint, none beside one in flight, none that has to wait', () => {
    fc.assert(
      fc.property(pendingRows, limits, (rows, limit) => {
        const taken = chooseDeliveries(rows, limit).take
        expect(new Set(taken.map(laneOf)).size).toBe(taken.length)
        for (const one of taken) {
          const lane = rows.filter((row) => laneOf(row) === laneOf(one))
          expect(lane.some((row) => row.isInFlight || limit.heldIds.has(row.id))).toBe(false)
          expect(one.waitMs).toBeLessThanOrEqual(0)
          const earlier = lane.filter((row) => row.sequence < one.sequence && !row.isReplay)
          const asSeen = earlier.map((row) => ({ failures: row.attempts, isInFlight: row.isInFlight }))
          expect(one.isReplay || mayFlow(one.isStrict ? 'strict' : 'held', asSeen)).toBe(true)
        }
      }),
    )
  })

  it('keeps within what may be in flight', () => {
    fc.assert(
      fc.property(pendingRows, limits, (rows, limit) => {
        const taken = chooseDeliveries(rows, limit).take
        const flying = rows.filter((row) => row.isInFlight)
        expect(taken.length).toBeLessThanOrEqual(limit.limit)
        if (taken.length > 0) expect(taken.length + flying.length).toBeLessThanOrEqual(limit.perWorkspace)
        for (const url of urls) {
          const there = taken.filter((row) => row.target === url).length
          if (there > 0) {
            const most = rows.find((row) => row.target === url)?.perEndpoint ?? limit.perEndpoint
            expect(there + flying.filter((row) => row.target === url).length).toBeLessThanOrEqual(most)
          }
        }
      }),
    )
  })

  it('takes something whenever something may go and there is room', () => {
    fc.assert(
      fc.property(plainRows, (rows) => {
        const wide = { limit: 100, perEndpoint: 100, perWorkspace: 100, heldIds: new Set<string>() }
        const taken = new Set(chooseDeliveries(rows, wide).take.map(laneOf))
        for (const [name, lane] of Map.groupBy(rows, laneOf)) {
          const mayGo = lane.some((row) => {
            const earlier = lane.filter((other) => other.sequence < row.sequence && !other.isReplay)
            const asSeen = earlier.map((other) => ({ failures: other.attempts, isInFlight: other.isInFlight }))
            return row.waitMs <= 0 && (row.isReplay || mayFlow(row.isStrict ? 'strict' : 'held', asSeen))
          })
          expect(taken.has(name)).toBe(mayGo && !lane.some((row) => row.isInFlight))
        }
      }),
    )
  })

  it('puts off only what is due and waits for one that is not', () => {
    fc.assert(
      fc.property(pendingRows, limits, (rows, limit) => {
        const { take, putOff } = chooseDeliveries(rows, limit)
        for (const { id, waitMs } of putOff) {
          const one = rows.find((row) => row.id === id)
          expect(take.map((row) => row.id)).not.toContain(id)
          expect(one?.waitMs).toBeLessThanOrEqual(0)
          const waits = rows.filter((row) => one && laneOf(row) === laneOf(one) && row.sequence < one.sequence)
          expect(waits.map((row) => row.waitMs)).toContain(waitMs)
        }
      }),
    )
  })

  it('gives endpoints turns, and fresh ones the first', () => {
    const row = (id: string, url: string, attempts: number): PendingDelivery => ({
      id,
      epoch: 0,
      target: url,
      isStrict: false,
      attempts,
      laneId: id,
      sequence: 1,
      isReplay: false,
      isInFlight: false,
      perEndpoint: null,
      waitMs: -Number(id.slice(1)),
    })
    const rows = [row('d9', 'a', 1), row('d8', 'a', 0), row('d7', 'a', 0), row('d6', 'a', 0), row('d1', 'b', 0)]
    const all = { limit: 4, perEndpoint: 8, perWorkspace: 64, heldIds: new Set<string>() }
    expect(chooseDeliveries(rows, all).take.map((one) => one.id)).toEqual(['d8', 'd1', 'd7', 'd6'])
  })
})
