import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scoreAt } from '../routing/index.ts'
import { ageingOfTask } from './ageing-of-task.ts'
import type { Queue, SlaPolicy } from './snapshot.ts'

const ageing = { base: 10, slopePerMinute: 2, cap: Infinity }
const queueWith = (deadlineWeight: number) =>
  ({ deadlineWeight, ageing: { low: ageing, normal: ageing, high: ageing, critical: ageing } }) as unknown as Queue
const policyWith = (targets: object) =>
  ({ targets: { low: targets, normal: targets, high: targets, critical: targets } }) as unknown as SlaPolicy

it('a deadline has added its whole weight when the target is over', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 10_000 }), (weight, minutes) => {
      const targetMs = minutes * 60_000
      const aged = ageingOfTask(queueWith(weight), 'normal', policyWith({ firstResponse: targetMs }))
      const { base, slopePerMinute, cap } = aged
      const score = scoreAt({ classId: 'x', base, slopePerMinute, max: cap }, 0, targetMs)
      expect(score).toBeCloseTo(10 + 2 * minutes + weight, 6)
    }),
  )
})

it('there is no deadline without a weight, a policy or a target; a resolution is one where nothing else is', () => {
  const target = policyWith({ firstResponse: 60_000 })
  expect(ageingOfTask(queueWith(0), 'high', target)).toEqual(ageing)
  expect(ageingOfTask(queueWith(9), 'high', null)).toEqual(ageing)
  expect(ageingOfTask(queueWith(9), 'high', policyWith({}))).toEqual(ageing)
  expect(ageingOfTask(queueWith(9), 'high', policyWith({ resolution: 180_000 })).slopePerMinute).toBe(5)
})
