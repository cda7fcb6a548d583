import { describe, expect, it } from 'vitest'
import { calendars, hour, minute, policyOf, Story } from './clock-story.fixture.ts'

// The office is open on Mondays and Tuesdays from 9 to 17; the second of March is a Monday.
const at = (text: string) => Date.parse(`2026-03-${text}:00.000Z`)
const targets = {
  critical: { resolution: '20m' },
  high: { firstResponse: '15m', resolution: '4h' },
  normal: { resolution: '2d' },
  low: { resolution: '16h' },
}
const offsets = {
  targets,
  warnAt: ['30m before'],
  escalations: [{ id: 'late', on: 'resolution' as const, at: '30m after' }],
}
const policy = policyOf('offsets', offsets)
const office = policyOf('office', { ...offsets, calendar: 'office' })
const open = (extra: ConstructorParameters<typeof Story>[0] = {}) => new Story({ policy, ...extra })
const stepsOf = (story: Story) =>
  Object.fromEntries(
    story.last.steps.filter(({ metric }) => metric === 'resolution').map(({ step, fireAt }) => [step, fireAt]),
  )
const warning = `warning:${-30 * minute}ms`
const late = 'escalation:late'

describe('steps so long before or after a clock is due', () => {
  it('count open time, over the hours that are closed', () => {
    const story = open({ policy: office, createdAt: at('02T13:10') })
    expect(story.clock('resolution').dueAt).toBe(at('03T09:10'))
    expect(stepsOf(story)).toEqual({
      [warning]: at('02T16:40'),
      breach: at('03T09:10'),
      [late]: at('03T09:40'),
    })
  })

  it('count open time of a target in working days too', () => {
    const story = open({ policy: office, priority: 'normal', createdAt: at('02T09:10') })
    expect(stepsOf(story)).toEqual({
      [warning]: at('03T16:50') - 10 * minute,
      breach: story.clock('resolution').dueAt,
      [late]: at('09T09:40'),
    })
  })

  it('does not come where the whole target is no longer than the offset', () => {
    const story = open()
    expect(story.last.steps.filter(({ metric }) => metric === 'firstResponse').map(({ step }) => step)).toEqual([
      'breach',
    ])
    expect(Object.keys(stepsOf(open({ priority: 'critical' })))).toEqual(['breach', late])
  })

  it('moves with a wait, a priority and a due time set by hand', () => {
    const story = open().status('waiting', 60)
    expect(stepsOf(story)).toEqual({})
    story.status('open', 120)
    expect(stepsOf(story)).toMatchObject({ [warning]: 4.5 * hour, [late]: 5.5 * hour })
    story.next({ kind: 'priority', to: 'low', at: 120 * minute })
    expect(stepsOf(story)).toMatchObject({ [warning]: 16.5 * hour, [late]: 17.5 * hour })
    const by = { kind: 'agent', id: 'ines' }
    const on = { metric: 'resolution', instance: 1, by, reason: 'Promised', at: 120 * minute } as const
    story.next({ kind: 'override', ...on, dueAt: 6 * hour })
    expect(stepsOf(story)).toMatchObject({ [warning]: 5.5 * hour, [late]: 6.5 * hour })
  })

  it('comes at once where a new priority leaves less than the offset, and counts on from the breach', () => {
    const story = open().next({ kind: 'priority', to: 'critical', at: 2 * hour })
    // Twenty minutes are long used up: the clock is due now, though its target is no longer than the offset.
    expect(stepsOf(story)).toEqual({ [warning]: 2 * hour, breach: 2 * hour, [late]: 2.5 * hour })
  })

  it('leaves the waits after the breach out, and a breach that stays with a longer target is where it was', () => {
    const story = open().status('waiting', 250).status('open', 400)
    expect(story.clock('resolution')).toMatchObject({ breachedAt: 4 * hour, overdueMs: 10 * minute })
    expect(stepsOf(story)).toEqual({ [warning]: 400 * minute, [late]: 420 * minute })
    story.next({ kind: 'priority', to: 'low', at: 405 * minute })
    expect(stepsOf(story)).toEqual({ [warning]: 405 * minute, [late]: 420 * minute })
  })

  it('comes after a due time set by hand to a closed hour, with the hours that follow', () => {
    const story = open({ policy: office, createdAt: at('02T13:00') })
    const by = { kind: 'agent', id: 'ines' }
    const on = { metric: 'resolution', instance: 1, by, reason: 'Promised', at: at('02T13:00') } as const
    story.next({ kind: 'override', ...on, dueAt: at('02T20:00') })
    expect(stepsOf(story)).toEqual({ [warning]: at('02T16:30'), breach: at('02T20:00'), [late]: at('03T09:30') })
  })

  it('is one step however it is written', () => {
    const twice = policyOf('twice', { targets, warnAt: [75, '30m before', 'PT1800S before', 75] })
    expect(twice.warnings).toHaveLength(2)
    expect(calendars.has(twice.calendar.name)).toBe(true)
  })
})
