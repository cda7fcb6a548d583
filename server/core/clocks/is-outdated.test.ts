import { expect, it } from 'vitest'
import { minute, policyOf, standard, Story } from './clock-story.fixture.ts'
import { isOutdated } from './is-outdated.ts'

const none = { critical: {}, high: {}, normal: {}, low: {} }
const longer = policyOf('standard', { targets: { ...none, high: { firstResponse: '20m', resolution: '6h' } } })

it('clocks are as their policy says until that says otherwise, and a policy event brings them there', () => {
  const story = new Story()
  expect(isOutdated(story.ticket)).toBe(false)
  const now = { ...story.ticket, policy: longer }
  expect(isOutdated(now)).toBe(true)
  story.next({ kind: 'policy', to: longer, at: 10 * minute })
  expect(isOutdated(story.ticket)).toBe(false)
  expect(story.clock('firstResponse').dueAt).toBe(20 * minute)
})

it('another calendar, another priority and a target that is gone count, what has ended does not', () => {
  const story = new Story()
  expect(isOutdated({ ...story.ticket, policy: policyOf('standard', { calendar: 'office' }) })).toBe(true)
  expect(isOutdated({ ...story.ticket, priority: 'normal' })).toBe(true)
  const onlyFirst = policyOf('standard', { targets: { ...none, high: { firstResponse: '15m' } } })
  expect(isOutdated({ ...story.ticket, policy: onlyFirst })).toBe(true)
  story.reply(5).status('solved', 6)
  expect(isOutdated({ ...story.ticket, category: 'solved', policy: longer })).toBe(false)
})

it('a ticket without a clock is owed a resolution by a policy that has one, until it ends', () => {
  const bare = { ...new Story().ticket, clocks: [] }
  expect(isOutdated(bare)).toBe(true)
  expect(isOutdated({ ...bare, category: 'closed' })).toBe(false)
  expect(isOutdated({ ...bare, policy: policyOf('none', { targets: none }) })).toBe(false)
  expect(standard.targets.high.resolution).toBeGreaterThan(0)
})
