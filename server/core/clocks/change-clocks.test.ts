import { describe, expect, it } from 'vitest'
import { hour, minute, policyOf, standard, Story } from './clock-story.fixture.ts'
import { startClocks } from './start-clocks.ts'

describe('startClocks', () => {
  it('starts first response and resolution, with warnings and breach planned', () => {
    const { clocks, steps, nextDueAt } = startClocks(standard, { priority: 'high', createdAt: 0, queue: 'frontline' })
    expect(clocks.map(({ metric, dueAt, state }) => [metric, dueAt, state])).toEqual([
      ['firstResponse', 15 * minute, 'running'],
      ['resolution', 4 * hour, 'running'],
    ])
    expect(steps.map(({ metric, step, fireAt }) => [metric, step, fireAt / minute])).toEqual([
      ['firstResponse', 'warning:50', 7.5],
      ['firstResponse', 'breach', 15],
      ['resolution', 'warning:50', 120],
      ['resolution', 'breach', 240],
    ])
    expect(nextDueAt).toBe(15 * minute)
  })

  it('starts no clock without a target', () => {
    expect(startClocks(standard, { priority: 'low', createdAt: 0, queue: 'frontline' })).toEqual({
      clocks: [],
      ledger: [],
      steps: [],
      passed: [],
      nextDueAt: null,
    })
  })

  it('places warnings and escalation steps in working time', () => {
    const escalations = [{ id: 'told', on: 'resolution' as const, at: 150, notify: 'managers' }]
    const policy = policyOf('office', { calendar: 'office', escalations })
    const monday = Date.UTC(2026, 2, 2, 16)
    const { steps } = startClocks(policy, { priority: 'high', createdAt: monday, queue: 'frontline' })
    const fireAt = (metric: string, step: string) =>
      steps.find((planned) => planned.metric === metric && planned.step === step)?.fireAt
    expect(fireAt('resolution', 'warning:50')).toBe(Date.UTC(2026, 2, 3, 10))
    expect(fireAt('resolution', 'breach')).toBe(Date.UTC(2026, 2, 3, 12))
    expect(fireAt('resolution', 'escalation:told')).toBe(Date.UTC(2026, 2, 3, 14))
  })
})

describe('a reply', () => {
  it('meets the first response, exactly at its due time too', () => {
    expect(new Story().reply(15).clock('firstResponse')).toMatchObject({
      state: 'met',
      metAt: 15 * minute,
      breachedAt: null,
    })
  })

  it('leaves a breach recorded when it comes a millisecond late', () => {
    const story = new Story().next({ kind: 'agent_reply', at: 15 * minute + 1 })
    expect(story.clock('firstResponse')).toMatchObject({
      state: 'breached',
      breachedAt: 15 * minute,
      metAt: 15 * minute + 1,
    })
    expect(story.ledger.map(({ kind, metric }) => `${metric} ${kind}`)).toContain('firstResponse breach')
  })

  it('starts the periodic update anew each time', () => {
    const story = new Story().reply(5).reply(20)
    expect(story.metrics()).toEqual([
      'firstResponse 1 met',
      'resolution 1 running',
      'periodicUpdate 1 met',
      'periodicUpdate 2 running',
    ])
    expect(story.clock('periodicUpdate').dueAt).toBe(80 * minute)
  })

  it('outside hours counts nothing', () => {
    const sunday = Date.UTC(2026, 2, 1, 12)
    const story = new Story({ policy: policyOf('office', { calendar: 'office' }), createdAt: sunday })
    story.next({ kind: 'agent_reply', at: sunday + hour })
    expect(story.clock('firstResponse')).toMatchObject({ state: 'met', elapsedMs: 0 })
  })
})

describe('a customer message', () => {
  it('starts nothing before the first reply', () => {
    expect(new Story().customer(3).metrics()).toEqual(['firstResponse 1 running', 'resolution 1 running'])
  })

  it('starts the next response; later ones do not restart it', () => {
    const story = new Story().reply(5).customer(10).customer(20)
    expect(story.clock('nextResponse')).toMatchObject({ instance: 1, startedAt: 10 * minute, dueAt: 40 * minute })
    expect(story.reply(25).customer(30).clock('nextResponse')).toMatchObject({ instance: 2, startedAt: 30 * minute })
  })

  it('starts the first response of a ticket that an agent opened', () => {
    const story = new Story({ openedBy: 'agent' })
    expect(story.metrics()).toEqual(['periodicUpdate 1 running', 'resolution 1 running'])
    expect(story.reply(1).customer(10).clock('firstResponse')).toMatchObject({
      startedAt: 10 * minute,
      dueAt: 25 * minute,
    })
  })
})

describe('pauses', () => {
  it('exclude the exact time of waiting, while the first response runs on', () => {
    const story = new Story().status('waiting', 10)
    expect(story.clock('resolution')).toMatchObject({
      state: 'paused',
      dueAt: null,
      elapsedMs: 10 * minute,
      pausedAt: 10 * minute,
    })
    expect(story.clock('firstResponse').state).toBe('running')
    expect(story.status('open', 70).clock('resolution')).toMatchObject({ state: 'running', dueAt: 300 * minute })
  })

  it('hold the first response where the policy says so', () => {
    const story = new Story({ policy: policyOf('gentle', { pauseFirstResponse: true }) })
    expect(story.status('waiting', 10).clock('firstResponse').state).toBe('paused')
    expect(story.last.nextDueAt).toBe(null)
    expect(story.last.steps).toEqual([])
  })

  it('keep a breach recorded, and plan no alarm', () => {
    const story = new Story().status('waiting', 300)
    expect(story.clock('resolution')).toMatchObject({ state: 'breached', breachedAt: 240 * minute, runningSince: null })
    expect(story.last.steps.filter(({ metric }) => metric === 'resolution')).toEqual([])
  })

  it('apply to an update that starts while waiting', () => {
    expect(new Story().status('waiting', 5).reply(6).clock('periodicUpdate').state).toBe('paused')
  })
})

describe('solving and reopening', () => {
  it('fulfils resolution and next response; an unanswered first response does not apply', () => {
    const story = new Story().status('solved', 10)
    expect(story.metrics()).toEqual(['firstResponse 1 not_applicable', 'resolution 1 met'])
    const answered = new Story().reply(5).customer(6).status('solved', 10)
    expect(answered.metrics()).toEqual([
      'firstResponse 1 met',
      'resolution 1 met',
      'periodicUpdate 1 cancelled',
      'nextResponse 1 met',
    ])
  })

  it('keeps the breach of a first response that was never given', () => {
    expect(new Story().status('closed', 20).clock('firstResponse')).toMatchObject({
      state: 'breached',
      metAt: null,
      runningSince: null,
    })
  })

  it('changes nothing from solved to closed', () => {
    const story = new Story().reply(5).status('solved', 10)
    const before = story.ticket.clocks
    story.status('closed', 500)
    expect(story.ticket.clocks).toEqual(before)
    expect(story.last.ledger).toEqual([])
  })

  it('resumes the resolution without the solved interval, and never the first response', () => {
    const story = new Story().reply(5).status('solved', 60).status('new', 600).customer(600)
    expect(story.clock('resolution')).toMatchObject({
      state: 'running',
      elapsedMs: 60 * minute,
      dueAt: 780 * minute,
      metAt: null,
    })
    expect(story.clock('firstResponse')).toMatchObject({ state: 'met', instance: 1 })
    expect(story.clock('nextResponse')).toMatchObject({ startedAt: 600 * minute })
  })
})

describe('changes of the promise', () => {
  it('keeps what elapsed and takes the new target on a new priority', () => {
    const story = new Story().next({ kind: 'priority', to: 'critical', at: 2 * minute })
    expect(story.clock('firstResponse')).toMatchObject({
      elapsedMs: 2 * minute,
      targetMs: 5 * minute,
      dueAt: 5 * minute,
    })
  })

  it('is due at once when more has elapsed than the new target allows', () => {
    const story = new Story().next({ kind: 'priority', to: 'critical', at: 10 * minute })
    expect(story.clock('firstResponse')).toMatchObject({ state: 'running', dueAt: 10 * minute })
    expect(story.next({ kind: 'time', at: 10 * minute }).clock('firstResponse')).toMatchObject({
      state: 'breached',
      breachedAt: 10 * minute,
    })
  })

  it('never erases a breach, even when the new target is longer', () => {
    const story = new Story().next({ kind: 'priority', to: 'normal', at: 20 * minute })
    expect(story.clock('firstResponse')).toMatchObject({
      state: 'breached',
      breachedAt: 15 * minute,
      dueAt: 60 * minute,
    })
  })

  it('cancels what the new priority does not promise', () => {
    const story = new Story().next({ kind: 'priority', to: 'low', at: minute })
    expect(story.ticket.clocks.map(({ state, cancelReason }) => [state, cancelReason])).toEqual([
      ['cancelled', 'priority'],
      ['cancelled', 'priority'],
    ])
  })

  it('measures each segment by the calendar in force then', () => {
    const monday = Date.UTC(2026, 2, 2, 16)
    const story = new Story({ createdAt: monday })
    story.next({ kind: 'policy', to: policyOf('office', { calendar: 'office' }), at: monday + 2 * hour })
    expect(story.clock('resolution')).toMatchObject({
      elapsedMs: 2 * hour,
      calendar: 'office',
      dueAt: Date.UTC(2026, 2, 3, 11),
    })
  })

  it('cancels everything that is open when a ticket is merged away', () => {
    const story = new Story().reply(5).next({ kind: 'cancelled', reason: 'merged', at: 10 * minute })
    expect(story.metrics()).toEqual(['firstResponse 1 met', 'resolution 1 cancelled', 'periodicUpdate 1 cancelled'])
    expect(story.clock('resolution').cancelReason).toBe('merged')
  })
})

describe('time', () => {
  it('breaches at the due time, once', () => {
    const story = new Story().next({ kind: 'time', at: 15 * minute })
    expect(story.clock('firstResponse')).toMatchObject({ state: 'breached', breachedAt: 15 * minute, runningSince: 0 })
    story.next({ kind: 'time', at: 16 * minute })
    expect(story.last.ledger).toEqual([])
  })
})

describe('a merge that is undone', () => {
  it('lets the clocks count on with what was left, and not the time between', () => {
    const story = new Story().next({ kind: 'cancelled', reason: 'merged', at: 5 * minute }).status('closed', 5)
    expect(story.metrics()).toEqual(['firstResponse 1 cancelled', 'resolution 1 cancelled'])
    story.status('open', 65).next({ kind: 'restored', reason: 'merged', at: 65 * minute })
    expect(story.clock('firstResponse')).toMatchObject({ state: 'running', dueAt: 75 * minute, cancelReason: null })
    expect(story.clock('resolution')).toMatchObject({ state: 'running', dueAt: 5 * hour })
  })

  it('lets a clock that was paused stay paused, keeps a breach, and leaves what was cancelled otherwise', () => {
    const story = new Story()
      .reply(1)
      .status('waiting', 10)
      .next({ kind: 'cancelled', reason: 'merged', at: 20 * minute })
    story
      .status('closed', 20)
      .status('waiting', 30)
      .next({ kind: 'restored', reason: 'merged', at: 30 * minute })
    expect(story.clock('resolution')).toMatchObject({ state: 'paused', elapsedMs: 10 * minute })
    story.status('open', 40)
    expect(story.clock('resolution')).toMatchObject({ state: 'running', dueAt: 270 * minute })
    const late = new Story().next({ kind: 'cancelled', reason: 'merged', at: 16 * minute })
    late.next({ kind: 'restored', reason: 'merged', at: hour })
    expect(late.clock('firstResponse')).toMatchObject({ state: 'breached', breachedAt: 15 * minute })
    const other = new Story().next({ kind: 'cancelled', reason: 'other', at: minute })
    other.next({ kind: 'restored', reason: 'merged', at: hour })
    expect(other.clock('resolution').state).toBe('cancelled')
  })
})
