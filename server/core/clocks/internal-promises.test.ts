import { describe, expect, it } from 'vitest'
import { calendars, hour, minute, policyOf, Story } from './clock-story.fixture.ts'
import { explainClock } from './explain-clock.ts'
import { isOutdated } from './is-outdated.ts'

const targets = {
  critical: { resolution: '2h', ownership: '30m', partnerResponse: '1h' },
  high: { firstResponse: '15m', resolution: '8h', ownership: '2h', partnerResponse: '4h' },
  normal: { resolution: '16h' },
  low: {},
}
const policy = policyOf('ours', { targets })
const office = policyOf('office', { targets, calendar: 'office' })
const open = (extra: ConstructorParameters<typeof Story>[0] = {}) => new Story({ policy, ...extra })
const ownerships = (story: Story) =>
  story.ticket.clocks.flatMap(({ metric, instance, queue, state, metAt, startedAt }) =>
    metric === 'ownership'
      ? [[instance, queue, state, startedAt / minute, metAt === null ? null : metAt / minute]]
      : [],
  )

describe('how long a queue has an open ticket', () => {
  it('counts from creation, ends when it moves on, and begins anew for the next queue, which is breached alone', () => {
    const story = open()
      .queue('backend', 60)
      .next({ kind: 'time', at: 190 * minute })
    expect(ownerships(story)).toEqual([
      [1, 'frontline', 'met', 0, 60],
      [2, 'backend', 'breached', 60, null],
    ])
    story.queue('frontline', 200)
    expect(ownerships(story).at(-1)).toEqual([3, 'frontline', 'running', 200, null])
    expect(ownerships(story)[1]).toEqual([2, 'backend', 'breached', 60, 200])
  })

  it("is met by solving; what opens again is the queue's for a new time, and closing changes nothing", () => {
    const story = open().status('solved', 30).status('closed', 40)
    expect(ownerships(story)).toEqual([[1, 'frontline', 'met', 0, 30]])
    story.queue('backend', 45)
    expect(ownerships(story)).toHaveLength(1)
    story.status('open', 50)
    expect(ownerships(story).at(-1)).toEqual([2, 'backend', 'running', 50, null])
  })

  it('stands still where the policy says so, also when it begins there', () => {
    const story = open().status('waiting', 30).queue('backend', 60)
    expect(story.clock('ownership', 1)).toMatchObject({ state: 'met', elapsedMs: 30 * minute })
    expect(story.clock('ownership')).toMatchObject({ state: 'paused', dueAt: null })
    story.status('open', 90)
    expect(story.clock('ownership')).toMatchObject({ state: 'running', dueAt: 210 * minute })
  })

  it('has warnings, is next due, and is explained by its ledger', () => {
    const story = open().status('waiting', 30).status('open', 60)
    expect(story.last.nextDueAt).toBe(15 * minute)
    story.reply(61)
    expect(story.last.nextDueAt).toBe(150 * minute)
    expect(story.last.steps.filter(({ metric }) => metric === 'ownership')).toEqual([
      { metric: 'ownership', instance: 1, step: 'warning:50', fireAt: 90 * minute },
      { metric: 'ownership', instance: 1, step: 'breach', fireAt: 150 * minute },
    ])
    const ledger = story.ledger.filter(({ metric }) => metric === 'ownership')
    expect(explainClock(ledger, 61 * minute, calendars)).toMatchObject({ elapsedMs: 31 * minute, dueAt: 150 * minute })
  })

  it('keeps what has elapsed under another priority, is called off where nothing is promised, and counts on', () => {
    const story = open().next({ kind: 'priority', to: 'critical', at: 20 * minute })
    expect(story.clock('ownership')).toMatchObject({ dueAt: 30 * minute, state: 'running' })
    story.next({ kind: 'priority', to: 'normal', at: 25 * minute })
    expect(story.clock('ownership')).toMatchObject({ state: 'cancelled', cancelReason: 'priority' })
    story.next({ kind: 'priority', to: 'high', at: 60 * minute })
    expect(story.clock('ownership')).toMatchObject({ instance: 1, state: 'running', dueAt: 155 * minute })
    expect(isOutdated(story.ticket)).toBe(false)
  })

  it('promised late, counts from when the queue got the ticket, without the waits since', () => {
    const story = open({ priority: 'normal' }).status('waiting', 10).queue('backend', 30).status('open', 60)
    expect(ownerships(story)).toEqual([])
    story.next({ kind: 'priority', to: 'high', at: 90 * minute })
    expect(story.clock('ownership')).toMatchObject({
      queue: 'backend',
      startedAt: 30 * minute,
      dueAt: 180 * minute,
      attachedLate: true,
    })
    expect(isOutdated({ ...story.ticket, clocks: [] })).toBe(true)
  })

  it('goes with a ticket that is merged, and counts on when that is undone', () => {
    const story = open()
      .next({ kind: 'cancelled', reason: 'merged', at: 30 * minute })
      .status('closed', 30)
    expect(ownerships(story)).toEqual([[1, 'frontline', 'cancelled', 0, null]])
    story.status('open', 60).next({ kind: 'restored', reason: 'merged', at: 60 * minute })
    expect(ownerships(story)).toEqual([[1, 'frontline', 'running', 0, null]])
    expect(story.clock('ownership').dueAt).toBe(150 * minute)
  })

  it('takes a due time set by hand', () => {
    const by = { kind: 'agent', id: 'ines' }
    const on = { metric: 'ownership', instance: 1, by, reason: 'Agreed', at: 10 * minute } as const
    const story = open().next({ kind: 'override', ...on, dueAt: 5 * hour })
    expect(story.clock('ownership').dueAt).toBe(5 * hour)
    expect(story.queue('backend', 60).clock('ownership').dueAt).toBe(3 * hour)
  })
})

describe('how long a partner has a ticket to answer', () => {
  it('counts while its status awaits a partner, whatever stands still then, and begins anew', () => {
    const story = open().reply(5).status('waiting', 60).partner(true, 60)
    expect(story.clock('resolution').state).toBe('paused')
    expect(story.clock('partnerResponse')).toMatchObject({ instance: 1, state: 'running', dueAt: 300 * minute })
    expect(story.last.nextDueAt).toBe(300 * minute)
    story.partner(true, 70)
    expect(story.metrics().filter((one) => one.startsWith('partner'))).toEqual(['partnerResponse 1 running'])
    story.status('open', 310).partner(false, 310)
    expect(story.clock('partnerResponse')).toMatchObject({ state: 'breached', metAt: 310 * minute })
    story.status('waiting', 320).partner(true, 320)
    expect(story.clock('partnerResponse')).toMatchObject({ instance: 2, state: 'running' })
    story.status('solved', 330)
    expect(story.clock('partnerResponse')).toMatchObject({ state: 'met', metAt: 330 * minute })
  })

  it('counts by the hours of its calendar', () => {
    const monday = Date.parse('2026-03-02T09:00:00.000Z')
    const story = open({ policy: office, createdAt: monday })
    story.next({ kind: 'partner', isAwaited: true, at: monday + 6 * hour })
    expect(story.clock('partnerResponse').dueAt).toBe(Date.parse('2026-03-03T11:00:00.000Z'))
  })

  it('promised late, counts from when the ticket began to await its partner', () => {
    const story = open({ priority: 'normal' }).status('waiting', 30).partner(true, 30)
    story.next({ kind: 'priority', to: 'high', at: 60 * minute })
    expect(story.clock('partnerResponse')).toMatchObject({
      startedAt: 30 * minute,
      dueAt: 270 * minute,
      state: 'running',
    })
    expect(isOutdated(story.ticket)).toBe(false)
    expect(isOutdated({ ...story.ticket, clocks: [] })).toBe(true)
  })
})
