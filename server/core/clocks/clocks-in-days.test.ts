import { expect, it } from 'vitest'
import { workingDayMs } from '../calendars/index.ts'
import { calendars, hour, minute, policyOf, Story } from './clock-story.fixture.ts'
import { explainClock } from './explain-clock.ts'
import { isOutdated } from './is-outdated.ts'
import { usedOf } from './run-clock.ts'

// The office is open on Mondays and Tuesdays from 9 to 17; the fourth of March is a Wednesday.
const at = (text: string) => Date.parse(`2026-03-${text}:00.000Z`)
const minuteOf = (text: string) => at(text) / minute
const targets = {
  critical: { resolution: '1d' },
  high: { firstResponse: '4h', resolution: '2d' },
  normal: { nextResponse: '1d', periodicUpdate: '1d', resolution: '16h' },
  low: {},
}
const days = policyOf('days', { calendar: 'office', targets })
const storyFrom = (text: string, extra: ConstructorParameters<typeof Story>[0] = {}) =>
  new Story({ policy: days, createdAt: at(text), ...extra })
const explained = (story: Story, text: string) =>
  explainClock(
    story.ledger.filter(({ metric }) => metric === 'resolution'),
    at(text),
    calendars,
  )

it('a target of two working days is due at the same time two working days later, its steps by shares of it', () => {
  const story = storyFrom('02T13:00')
  expect(story.clock('resolution')).toMatchObject({ dueAt: at('09T13:00'), inDays: true, targetMs: 2 * workingDayMs })
  const stepsOf = (metric: string) =>
    story.last.steps.filter((step) => step.metric === metric).map(({ fireAt }) => fireAt)
  expect(stepsOf('resolution')).toEqual([at('03T13:00'), at('09T13:00')])
  expect(stepsOf('firstResponse')).toEqual([at('02T15:00'), at('02T17:00')])
})

it('a wait leaves its seconds out; what has counted stays explained to the share', () => {
  const story = storyFrom('02T13:00').status('waiting', minuteOf('02T15:00'))
  expect(story.clock('resolution')).toMatchObject({ state: 'paused', dueAt: null, elapsedMs: 2 * hour })
  expect(usedOf(story.clock('resolution'))).toBe(workingDayMs / 4)
  expect(explained(story, '03T09:00')).toMatchObject({ usedMs: workingDayMs / 4, remainingMs: 1.75 * workingDayMs })
  story.status('open', minuteOf('03T11:00'))
  expect(story.clock('resolution').dueAt).toBe(at('09T17:00'))
  expect(explained(story, '03T11:00')).toMatchObject({ dueAt: at('09T17:00'), unit: 'days', elapsedMs: 2 * hour })
})

it('what was solved and opens again counts on with what was left', () => {
  const story = storyFrom('02T13:00').reply(minuteOf('02T14:00')).status('solved', minuteOf('03T09:00'))
  expect(story.clock('resolution').state).toBe('met')
  story.status('open', minuteOf('10T09:00'))
  expect(story.clock('resolution').dueAt).toBe(at('16T13:00'))
})

it('a priority that promises hours instead of days keeps what has counted, in its own unit, and back', () => {
  const story = storyFrom('02T13:00')
  story.next({ kind: 'priority', to: 'normal', at: at('02T17:00') })
  expect(story.clock('resolution')).toMatchObject({ elapsedMs: 4 * hour, dueAt: at('09T13:00'), inDays: undefined })
  expect(isOutdated(story.ticket)).toBe(false)
  story.next({ kind: 'priority', to: 'critical', at: at('03T11:00') })
  expect(usedOf(story.clock('resolution'))).toBe(0.75 * workingDayMs)
  expect(story.clock('resolution').dueAt).toBe(at('03T13:00'))
  expect(explained(story, '03T11:00')).toMatchObject({ dueAt: at('03T13:00'), usedMs: 0.75 * workingDayMs })
})

it('the same figure in the other unit is another promise', () => {
  const story = storyFrom('02T13:00')
  const hours = policyOf('days', {
    calendar: 'office',
    targets: { ...targets, high: { firstResponse: '4h', resolution: '48h' } },
  })
  expect(hours.targets.high.resolution).toBe(days.targets.high.resolution)
  expect(isOutdated({ ...story.ticket, policy: hours })).toBe(true)
  story.next({ kind: 'policy', to: hours, at: at('02T14:00') })
  expect(story.clock('resolution').dueAt).toBe(at('23T13:00'))
})

it('a due time set by hand holds, and a wait moves it by the share that was left', () => {
  const story = storyFrom('02T13:00')
  const by = { kind: 'agent', id: 'ines' }
  const on = { metric: 'resolution', instance: 1, by } as const
  story.next({ kind: 'override', ...on, dueAt: at('03T13:00'), reason: 'Promised', at: at('02T13:00') })
  expect(story.clock('resolution')).toMatchObject({ dueAt: at('03T13:00'), targetMs: workingDayMs, inDays: true })
  story.status('waiting', minuteOf('02T15:00')).status('open', minuteOf('02T16:00'))
  expect(story.clock('resolution').dueAt).toBe(at('03T14:00'))
  expect(isOutdated(story.ticket)).toBe(false)
  story.next({ kind: 'override_undone', ...on, at: at('03T09:00') })
  expect(story.clock('resolution')).toMatchObject({ dueAt: at('09T14:00'), targetMs: 2 * workingDayMs })
})
