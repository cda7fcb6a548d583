import { describe, expect, it } from 'vitest'
import { hour, minute, policyOf, standard, Story } from './clock-story.fixture.ts'
import { clocksAfter } from './clocks-after.ts'

const bare = policyOf('bare', { targets: { critical: {}, high: {}, normal: {}, low: {} } })
const later = (story: Story, at: number) => story.next({ kind: 'policy', to: standard, at: at * minute })
const raised = (story: Story, at: number) => story.next({ kind: 'priority', to: 'high', at: at * minute })
const lowered = (story: Story, at: number) => story.next({ kind: 'priority', to: 'low', at: at * minute })

describe('a policy that comes late', () => {
  it('counts from creation, and says so', () => {
    const story = later(new Story({ policy: bare }), 20)
    expect(story.clock('resolution')).toMatchObject({ startedAt: 0, attachedLate: true, dueAt: 4 * hour })
    expect(story.clock('firstResponse')).toMatchObject({ state: 'breached', breachedAt: 15 * minute })
    expect(story.ledger.map(({ metric, kind, at, reason }) => [metric, kind, at / minute, reason])).toEqual([
      ['firstResponse', 'start', 0, 'attached_late'],
      ['firstResponse', 'breach', 15, null],
      ['resolution', 'start', 0, 'attached_late'],
    ])
  })

  it('leaves out the time in which it would have stood still, and the time solved', () => {
    const waited = new Story({ policy: bare }).reply(5).status('waiting', 10).status('open', 130)
    expect(later(waited, 140).clock('resolution')).toMatchObject({ elapsedMs: 10 * minute, dueAt: 360 * minute })
    const solved = new Story({ policy: bare }).reply(5).status('solved', 60).status('open', 600)
    expect(later(solved, 610).clock('resolution')).toMatchObject({ elapsedMs: 60 * minute, dueAt: 780 * minute })
  })

  it('stands still at once on a ticket that waits', () => {
    const story = later(new Story({ policy: bare }).status('waiting', 10), 30)
    expect(story.clock('resolution')).toMatchObject({ state: 'paused', elapsedMs: 10 * minute, dueAt: null })
    expect(story.clock('firstResponse').state).toBe('breached')
  })

  it('owes no first response that was given, and the next one since the oldest unanswered message', () => {
    const story = later(new Story({ policy: bare }).reply(5).customer(10).customer(20), 30)
    expect(story.metrics()).toEqual(['nextResponse 1 running', 'periodicUpdate 1 running', 'resolution 1 running'])
    expect(story.clock('nextResponse')).toMatchObject({ startedAt: 10 * minute, dueAt: 40 * minute })
    expect(story.clock('periodicUpdate')).toMatchObject({ startedAt: 5 * minute, attachedLate: true })
  })

  it('owes nothing on a ticket that is over', () => {
    expect(later(new Story({ policy: bare }).status('solved', 10), 30).metrics()).toEqual([])
  })

  it('begins nothing where the past was not looked at', () => {
    const { ticket } = new Story({ policy: bare })
    expect(clocksAfter(ticket, { kind: 'policy', to: standard, at: minute }, null).clocks).toEqual([])
  })
})

describe('a priority that promises what the one before did not', () => {
  it('begins the clocks, counted from creation', () => {
    const story = raised(new Story({ priority: 'low' }), 5)
    expect(story.metrics()).toEqual(['firstResponse 1 running', 'resolution 1 running'])
    expect(story.clock('firstResponse')).toMatchObject({ dueAt: 15 * minute, attachedLate: true })
  })

  it('is due at once where more has elapsed than it allows, and not before', () => {
    const story = raised(new Story({ priority: 'low' }), 20)
    expect(story.clock('firstResponse')).toMatchObject({ state: 'running', dueAt: 20 * minute, breachedAt: null })
    story.next({ kind: 'time', at: 20 * minute })
    expect(story.clock('firstResponse')).toMatchObject({ state: 'breached', breachedAt: 20 * minute })
  })

  it('goes on with what was left after a while without, and keeps a breach', () => {
    const story = raised(lowered(new Story(), 5), 60)
    expect(story.metrics()).toEqual(['firstResponse 1 running', 'resolution 1 running'])
    expect(story.clock('firstResponse')).toMatchObject({
      elapsedMs: 5 * minute,
      dueAt: 70 * minute,
      cancelReason: null,
    })
    const late = raised(lowered(new Story(), 20), 60)
    expect(late.clock('firstResponse')).toMatchObject({ state: 'breached', breachedAt: 15 * minute, instance: 1 })
  })

  it('goes on with nothing that was answered, solved or merged meanwhile', () => {
    const answered = raised(lowered(new Story(), 5).reply(10), 60)
    expect(answered.metrics()).toEqual([
      'firstResponse 1 cancelled',
      'periodicUpdate 1 running',
      'resolution 1 running',
    ])
    const solved = raised(lowered(new Story(), 5).status('solved', 10), 60)
    expect(solved.clock('resolution').state).toBe('cancelled')
    const merged = lowered(new Story(), 5).next({ kind: 'cancelled', reason: 'merged', at: 10 * minute })
    expect(raised(merged, 60).clock('resolution').state).toBe('cancelled')
  })

  it('counts a message that came meanwhile as one of its own', () => {
    const story = lowered(new Story().reply(1).customer(5), 10).reply(20).customer(30)
    expect(raised(story, 40).clock('nextResponse')).toMatchObject({ instance: 2, startedAt: 30 * minute })
  })

  it('never begins a first response a second time', () => {
    const story = new Story().reply(1)
    const { ticket } = story
    const change = clocksAfter(ticket, { kind: 'priority', to: 'critical', at: 2 * minute }, [])
    expect(change.clocks.filter(({ metric }) => metric === 'firstResponse')).toHaveLength(1)
  })
})
