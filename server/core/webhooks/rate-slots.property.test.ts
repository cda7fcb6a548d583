import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countSlots, giveSlots, slotsAheadMs } from './rate-slots.ts'

const nowMs = Date.UTC(2026, 10, 21)

it('gives no second more slots than the rate, whenever and however often somebody takes some', () => {
  const looks = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 900 }), atMost: fc.nat({ max: 64 }) }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), looks, (ratePerSecond, takings) => {
      const given: number[] = []
      let [at, nextSlotAt]: [number, number | null] = [nowMs, null]
      for (const { afterMs, atMost } of takings) {
        at += afterMs
        const count = Math.min(atMost, countSlots({ ratePerSecond, nextSlotAt }, at))
        const taken = giveSlots({ ratePerSecond, nextSlotAt }, at, count)
        for (const slot of taken.slots) expect(slot).toBeLessThanOrEqual(at + slotsAheadMs + 1)
        given.push(...taken.slots)
        ;({ nextSlotAt } = taken)
      }
      given.forEach((slot, index) => {
        const inSecond = given.slice(index).filter((other) => other < slot + 1_000)
        expect(inSecond.length).toBeLessThanOrEqual(ratePerSecond)
      })
    }),
  )
})

it('gives one now to whoever was told nothing yet, however slow', () => {
  const pace = { ratePerSecond: 1, nextSlotAt: null }
  expect(countSlots(pace, nowMs)).toBe(2)
  expect(giveSlots(pace, nowMs, 1)).toEqual({ slots: [nowMs], nextSlotAt: nowMs + 1_050 })
  expect(countSlots({ ...pace, nextSlotAt: nowMs + slotsAheadMs + 1 }, nowMs)).toBe(0)
})
