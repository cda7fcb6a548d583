import { expect, it } from 'vitest'
import { policyOf } from './clock-story.fixture.ts'
import { escalate } from './escalate.ts'

const stepsOf = (...steps: { raisePriority?: 'low' | 'high' | 'critical'; requeue?: string }[]) =>
  policyOf('late', {
    escalations: steps.map((step, index) => ({ id: `step-${index}`, on: 'resolution' as const, at: 100, ...step })),
  }).escalations
const ticket = { priority: 'normal', queue: 'frontline' } as const

it('raises the priority to the highest named, and never lowers it', () => {
  expect(escalate(ticket, stepsOf({ raisePriority: 'critical' }, { raisePriority: 'high' })).priority).toBe('critical')
  expect(escalate(ticket, stepsOf({ raisePriority: 'low' })).priority).toBe(null)
})

it('moves to the last queue named, unless the ticket is there', () => {
  expect(escalate(ticket, stepsOf({ requeue: 'payments' }, { requeue: 'backend' })).queue).toBe('backend')
  expect(escalate(ticket, stepsOf({ requeue: 'frontline' })).queue).toBe(null)
})

it('changes nothing by telling somebody', () => {
  expect(escalate(ticket, stepsOf({}))).toEqual({ priority: null, queue: null })
})
