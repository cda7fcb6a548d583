import { describe, expect, it } from 'vitest'
import { judgeRollout, type RolloutFigure, type RolloutFigures, type RolloutMeasure } from './judge-rollout.ts'

const none = { value: null, counted: 0 }
const figures = (measure: RolloutMeasure, figure: RolloutFigure): RolloutFigures => ({
  offersNotAccepted: none,
  tasksAbandoned: none,
  firstResponsesLate: none,
  waitP90: none,
  [measure]: figure,
})
const judge = (
  measure: RolloutMeasure,
  rolledOut: [value: number | null, counted: number],
  others: [value: number | null, counted: number],
  terms: { worseByPercent?: number; atLeast?: number } = {},
) => {
  const sides = {
    rolledOut: figures(measure, { value: rolledOut[0], counted: rolledOut[1] }),
    others: figures(measure, { value: others[0], counted: others[1] }),
  }
  return judgeRollout(sides, [{ measure, worseByPercent: 20, atLeast: 50, ...terms }])[0]?.state
}

describe('a tripwire of a roll-out', () => {
  it('waits until enough has been counted on both sides', () => {
    expect(judge('tasksAbandoned', [1, 49], [0, 5_000])).toBe('waiting')
    expect(judge('tasksAbandoned', [1, 5_000], [0, 49])).toBe('waiting')
    expect(judge('waitP90', [null, 0], [null, 0], { atLeast: 1 })).toBe('waiting')
    expect(judge('tasksAbandoned', [1, 50], [0, 50])).toBe('worse')
  })

  it('holds as long as the value is not beyond what it allows, and where it is better', () => {
    expect(judge('offersNotAccepted', [0.24, 100_000], [0.2, 100_000])).toBe('holds')
    expect(judge('offersNotAccepted', [0.1, 100_000], [0.2, 100_000])).toBe('holds')
    expect(judge('waitP90', [120_000, 500], [100_000, 500])).toBe('holds')
    expect(judge('firstResponsesLate', [0, 500], [0, 500])).toBe('holds')
  })

  it('finds a share worse only where that is not chance', () => {
    // 39 of 100 against 20 of 100: z = 2.946 by the textbook formula; one more makes 3.086.
    expect(judge('offersNotAccepted', [0.39, 100], [0.2, 100])).toBe('unsure')
    expect(judge('offersNotAccepted', [0.4, 100], [0.2, 100])).toBe('worse')
    expect(judge('offersNotAccepted', [0.3, 1_000], [0.2, 1_000])).toBe('worse')
  })

  it('finds a wait worse by its length alone', () => {
    expect(judge('waitP90', [120_001, 50], [100_000, 50])).toBe('worse')
    expect(judge('waitP90', [1, 50], [0, 50], { worseByPercent: 500 })).toBe('worse')
  })

  it('is judged beside the others, each by its own measure', () => {
    const sides = {
      rolledOut: { ...figures('waitP90', { value: 90_000, counted: 80 }), tasksAbandoned: { value: 0.5, counted: 80 } },
      others: { ...figures('waitP90', { value: 95_000, counted: 900 }), tasksAbandoned: { value: 0.1, counted: 900 } },
    }
    const terms = { worseByPercent: 10, atLeast: 50 }
    const verdicts = judgeRollout(sides, [
      { measure: 'waitP90', ...terms },
      { measure: 'tasksAbandoned', ...terms },
    ])
    expect(verdicts.map(({ state }) => state)).toEqual(['holds', 'worse'])
  })
})
