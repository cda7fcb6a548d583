import { describe, expect, it } from 'vitest'
import { workADay } from './two-speeds.testing.ts'

const day = { seed: 7, tasks: 1000 }
const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts)

describe('agents of whom three need twice as long as the others', () => {
  it.each([0, 1, 5, 20])('take numbers of tasks within a fairness gap of %i and one, while somebody is free', (gap) => {
    expect(spread(workADay({ ...day, fairnessGap: gap, load: 0.3 }).taken)).toBeLessThanOrEqual(gap + 1)
    expect(spread(workADay({ ...day, fairnessGap: null, load: 0.3 }).taken)).toBeGreaterThan(21)
  })

  it('are not waited for: when all are busy the fast ones take more whatever the gap, and waits hardly rise', () => {
    const [free, even] = [null, 5].map((fairnessGap) => workADay({ ...day, fairnessGap, load: 0.85 }))
    expect(spread(even!.taken)).toBeGreaterThan(6)
    expect(even!.meanWaitMs / free!.meanWaitMs).toBeLessThan(1.06)
  })

  it('share their time best without a gap, which counts tasks and not how long they take', () => {
    for (const load of [0.3, 0.5, 0.7, 0.85]) {
      const [free, even] = [null, 5].map((fairnessGap) => workADay({ ...day, fairnessGap, load }))
      expect(free!.occupancyGap).toBeLessThan(0.16)
      expect(even!.occupancyGap).toBeGreaterThan(free!.occupancyGap)
      expect(even!.occupancyGini).toBeGreaterThan(free!.occupancyGini)
    }
  })
})
