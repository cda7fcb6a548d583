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
  const lowered = new Story().next({ kind: 'priority', to: 'low', at: minute }).ticket
  expect(isOutdated(lowered)).toBe(false)
  expect(
    isOutdated({ ...lowered, policy: policyOf('standard', { targets: { ...none, low: { resolution: '6h' } } }) }),
  ).toBe(true)
})

it('another word on when clocks stand still counts for those it stops and those it lets go on', () => {
  const waits = new Story().reply(5).status('waiting', 10)
  expect(isOutdated(waits.ticket)).toBe(false)
  const never = policyOf('standard', { pauseIn: [] })
  expect(isOutdated({ ...waits.ticket, policy: never })).toBe(true)
  waits.next({ kind: 'policy', to: never, at: 70 * minute })
  expect(waits.clock('resolution')).toMatchObject({ state: 'running', elapsedMs: 10 * minute, dueAt: 300 * minute })
  expect(isOutdated(waits.ticket)).toBe(false)

  const open = new Story().status('open', 1)
  const whileOpen = policyOf('standard', { pauseIn: ['open'] })
  expect(isOutdated({ ...open.ticket, policy: whileOpen })).toBe(true)
  open.next({ kind: 'policy', to: whileOpen, at: 10 * minute })
  expect(open.clock('resolution')).toMatchObject({ state: 'paused', elapsedMs: 10 * minute, dueAt: null })
  expect(open.ledger.slice(-1)).toMatchObject([{ metric: 'resolution', kind: 'pause', reason: 'open' }])
  expect(open.clock('firstResponse').state).toBe('running')
  expect(isOutdated(open.ticket)).toBe(false)
})

it('a first response that stood still goes on where the policy no longer lets it', () => {
  const story = new Story({ policy: policyOf('standard', { pauseFirstResponse: true }) }).status('waiting', 10)
  expect(story.clock('firstResponse').state).toBe('paused')
  expect(isOutdated({ ...story.ticket, policy: standard })).toBe(true)
  story.next({ kind: 'policy', to: standard, at: 20 * minute })
  expect(story.clock('firstResponse')).toMatchObject({ state: 'running', dueAt: 25 * minute })
  expect(story.clock('resolution').state).toBe('paused')
})
