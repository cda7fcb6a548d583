import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AgeingClass } from './config.ts'
import { entryCut } from './entry-cut.ts'
import { scoreAt } from './score.ts'
import { entersBefore } from './lane-store.ts'

const NOW = 10_000_000_000
const ageing: fc.Arbitrary<AgeingClass> = fc
  .record({
    base: fc.nat(60),
    slope: fc.oneof(fc.nat(10), fc.double({ min: 0, max: 3, noNaN: true })),
    room: fc.nat(80),
  })
  .map(({ base, slope, room }) => ({ classId: 'any', base, slopePerMinute: slope, max: base + room }))
/** Near each other and near the minute, so that scores often tie. */
const enteredAt = fc.oneof(
  fc.nat(120).map((minutes) => NOW - minutes * 60_000),
  fc.nat(7_200_000).map((ms) => NOW - ms),
  fc.nat(1000).map((ms) => NOW + ms),
)
const id = fc.constantFrom('a', 'b', 'c')

it('a cut of the order of entry tells whom the engine serves before a task', () => {
  fc.assert(
    fc.property(
      ageing,
      ageing,
      fc.record({ enteredAt, id }),
      fc.record({ enteredAt, id }),
      (ahead, own, other, task) => {
        const [score, ownScore] = [scoreAt(ahead, other.enteredAt, NOW), scoreAt(own, task.enteredAt, NOW)]
        const goesBefore = score === ownScore ? entersBefore(other, task) : score > ownScore
        const cut = entryCut(ahead, { ageing: own, enteredAt: task.enteredAt }, NOW)
        const isCounted =
          other.enteredAt < cut.enteredAt || (cut.isTied && other.enteredAt === cut.enteredAt && other.id < task.id)
        expect(isCounted).toBe(goesBefore)
      },
    ),
    { numRuns: 2_000 },
  )
})
