import { describe, expect, it } from 'vitest'

import { mayFlow } from './may-flow.ts'

const pending = (failures: number) => ({ failures, isInFlight: false })
const inFlight = (failures: number) => ({ failures, isInFlight: true })

describe('mayFlow', () => {
  it.each([
    ['held', [], true],
    ['held', [pending(0)], false],
    ['held', [pending(3)], false],
    ['held', [pending(4)], true],
    ['held', [pending(9), pending(4)], true],
    ['held', [pending(9), pending(3)], false],
    ['held', [inFlight(0)], false],
    ['held', [inFlight(9)], false],
    ['strict', [], true],
    ['strict', [pending(9)], false],
    ['strict', [inFlight(0)], false],
    ['unordered', [pending(0), inFlight(0)], true],
  ] as const)('%s behind %j: %s', (order, earlier, expected) => {
    expect(mayFlow(order, earlier)).toBe(expected)
  })
})
