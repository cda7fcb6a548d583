import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entersBefore, LaneStore } from './lane-store.ts'

interface Item {
  id: string
  enteredAt: number
}

const LANES = [0, 1, 2]

describe('tasks by lane and entry', () => {
  it('stay sorted in their lanes through any inserts and removals', () => {
    const step = fc.record({ id: fc.nat({ max: 400 }), enteredAt: fc.nat({ max: 50 }), lane: fc.nat({ max: 2 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 900, size: 'max' }), (steps) => {
        const store = new LaneStore<Item>()
        expect(store.addLanes(LANES.length)).toBe(0)
        const held = new Map<string, { item: Item; lane: number }>()
        for (const { id, enteredAt, lane } of steps) {
          const key = String(id).padStart(3, '0')
          const old = held.get(key)
          if (old === undefined) {
            const item = { id: key, enteredAt }
            held.set(key, { item, lane })
            store.insert(lane, item)
          } else {
            expect(store.remove((old.lane + 1) % LANES.length, old.item)).toBe(false)
            expect(store.remove(old.lane, old.item)).toBe(true)
            expect(store.remove(old.lane, old.item)).toBe(false)
            held.delete(key)
          }
        }
        for (const lane of LANES) {
          const items = [...held.values()].flatMap((one) => (one.lane === lane ? [one.item] : []))
          const sorted = items.toSorted((left, right) => (entersBefore(left, right) ? -1 : 1))
          expect([...store.itemsOf(lane)]).toEqual(sorted)
          expect(store.headOf(lane)).toBe(sorted[0] ?? null)
          expect(store.headEntries[lane]).toBe(sorted[0]?.enteredAt ?? Infinity)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('keep many lanes apart while they are made', () => {
    const store = new LaneStore<Item>()
    const lanes = Array.from({ length: 100 }, () => store.addLanes(3))
    expect(lanes.at(-1)).toBe(297)
    for (const lane of lanes) store.insert(lane, { id: `task-${lane}`, enteredAt: lane })
    expect(lanes.map((lane) => store.headOf(lane)?.id)).toEqual(lanes.map((lane) => `task-${lane}`))
    expect(lanes.map((lane) => store.headEntries[lane + 1])).toEqual(lanes.map(() => Infinity))
  })
})
