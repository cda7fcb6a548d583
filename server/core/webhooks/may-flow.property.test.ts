import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { mayFlow } from './may-flow.ts'

const earlier = fc.array(fc.record({ failures: fc.nat({ max: 9 }), isInFlight: fc.boolean() }), { maxLength: 6 })

describe('mayFlow', () => {
  it('never lets go what a stricter order lets go only later', () => {
    fc.assert(
      fc.property(earlier, (ahead) => {
        if (mayFlow('strict', ahead)) expect(mayFlow('held', ahead)).toBe(true)
        if (mayFlow('held', ahead)) expect(mayFlow('unordered', ahead)).toBe(true)
      }),
    )
  })

  it('holds no longer once an earlier delivery has ended or failed again', () => {
    fc.assert(
      fc.property(earlier, fc.nat(), (ahead, pick) => {
        fc.pre(ahead.length > 0 && mayFlow('held', ahead))
        const index = pick % ahead.length
        expect(mayFlow('held', ahead.toSpliced(index, 1))).toBe(true)
        const failedAgain = ahead.map((each, at) => (at === index ? { ...each, failures: each.failures + 1 } : each))
        expect(mayFlow('held', failedAgain)).toBe(true)
      }),
    )
  })
})
