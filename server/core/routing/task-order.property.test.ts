import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entersBefore, TaskOrder } from './task-order.ts'

describe('tasks by entry', () => {
  it('stay sorted through any inserts and removals', () => {
    const step = fc.record({ id: fc.nat({ max: 400 }), enteredAt: fc.nat({ max: 50 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 900, size: 'max' }), (steps) => {
        const order = new TaskOrder<{ id: string; enteredAt: number }>()
        const held = new Map<string, { id: string; enteredAt: number }>()
        for (const { id, enteredAt } of steps) {
          const key = String(id).padStart(3, '0')
          const old = held.get(key)
          if (old === undefined) {
            const item = { id: key, enteredAt }
            held.set(key, item)
            order.insert(item)
          } else {
            expect(order.remove(old)).toBe(true)
            expect(order.remove(old)).toBe(false)
            held.delete(key)
          }
        }
        const sorted = [...held.values()].toSorted((left, right) => (entersBefore(left, right) ? -1 : 1))
        expect([...order]).toEqual(sorted)
        expect(order.first).toBe(sorted[0] ?? null)
      }),
      { numRuns: 60 },
    )
  })
})
