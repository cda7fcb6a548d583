import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computedPriority, planPriority, type WeighedPriority } from './plan-priority.ts'
import type { Priority } from './priority.ts'

const matrix = new Map<string, Priority>([
  ['high/high', 'critical'],
  ['high/low', 'normal'],
  ['low/low', 'low'],
])
const ticket: WeighedPriority = { impact: 'high', urgency: 'high', priority: 'critical', priorityReason: null }
const plan = (change: Partial<WeighedPriority>, now: Partial<WeighedPriority> = {}) =>
  planPriority({ matrix }, { ...ticket, ...now }, change)

describe('the priority of a ticket', () => {
  it('is computed from impact and urgency, when both are known', () => {
    expect(computedPriority({ matrix }, { impact: 'high', urgency: 'low' })).toBe('normal')
    expect(computedPriority({ matrix }, { impact: 'high', urgency: null })).toBeNull()
    expect(computedPriority({ matrix: new Map() }, ticket)).toBeNull()
  })

  it('is computed anew when they change, and stays where the matrix says nothing', () => {
    expect(plan({ urgency: 'low' })).toEqual({ priority: 'normal', priorityReason: null })
    expect(plan({ impact: null })).toEqual({ priority: 'critical', priorityReason: null })
    expect(plan({ urgency: 'high' }, { priority: 'high' })).toEqual({ priority: 'high', priorityReason: null })
  })

  it('stands as somebody set it: for good with a reason, else until they change', () => {
    expect(plan({ priority: 'low', priorityReason: 'A test.' })).toEqual({ priority: 'low', priorityReason: 'A test.' })
    const set = { priority: 'low', priorityReason: 'A test.' } as const
    expect(plan({ urgency: 'low' }, set)).toEqual(set)
    expect(plan({ urgency: 'low' }, { priority: 'low' })).toEqual({ priority: 'normal', priorityReason: null })
    expect(plan({ priorityReason: null }, set)).toEqual({ priority: 'critical', priorityReason: null })
    expect(plan({ priority: 'high' }, set)).toEqual({ priority: 'high', priorityReason: null })
  })

  it('does not move by a change that changes nothing', () => {
    const words = fc.constantFrom('high', 'normal', 'low', null)
    const priorities = fc.constantFrom<Priority>('low', 'normal', 'high', 'critical')
    const state = fc.record({
      impact: words,
      urgency: words,
      priority: priorities,
      priorityReason: fc.constantFrom(null, 'x'),
    })
    fc.assert(
      fc.property(state, (now) => {
        const { impact, urgency, priority, priorityReason } = now
        expect(planPriority({ matrix }, now, { impact, urgency })).toEqual({ priority, priorityReason })
        expect(planPriority({ matrix }, now, {})).toEqual({ priority, priorityReason })
      }),
    )
  })
})
