import { describe, expect, it } from 'vitest'
import type { ClockMetric } from './clock.ts'
import { calendars, hour, minute, policyOf, standard, Story } from './clock-story.fixture.ts'
import { explainClock } from './explain-clock.ts'
import { isOutdated } from './is-outdated.ts'
import { refusesOverride } from './override-due.ts'

const by = { kind: 'agent', id: 'ines' }
const promise = (story: Story, metric: ClockMetric, { at, dueAt }: { at: number; dueAt: number }) =>
  story.next({ kind: 'override', metric, instance: story.clock(metric).instance, dueAt, by, reason: 'Promised', at })
const undo = (story: Story, metric: ClockMetric, at: number) =>
  story.next({ kind: 'override_undone', metric, instance: story.clock(metric).instance, by, at })
const explain = (story: Story, metric: ClockMetric, at: number) =>
  explainClock(
    story.ledger.filter((entry) => entry.metric === metric),
    at,
    calendars,
  )

describe('a due time set by hand', () => {
  it('stands with its author and reason, and moves warnings and breach', () => {
    const story = promise(new Story(), 'resolution', { at: hour, dueAt: 9 * hour })
    const clock = story.clock('resolution')
    expect(clock).toMatchObject({ dueAt: 9 * hour, targetMs: 9 * hour, elapsedMs: hour, state: 'running' })
    expect(clock.override).toEqual({ dueAt: 9 * hour, by, reason: 'Promised', at: hour })
    expect(story.last.ledger.at(-1)).toMatchObject({ kind: 'override', reason: 'Promised', by, dueAt: 9 * hour })
    const at = (step: string) => story.last.steps.find((one) => one.metric === 'resolution' && one.step === step)
    expect([at('warning:50')?.fireAt, at('breach')?.fireAt]).toEqual([4.5 * hour, 9 * hour])
    expect(story.clock('firstResponse').override).toBeUndefined()
    expect(isOutdated(story.ticket)).toBe(false)
  })

  it('stands whatever priority and policy say, also where they promise nothing any more', () => {
    const story = promise(new Story(), 'resolution', { at: hour, dueAt: 9 * hour })
    story.next({ kind: 'priority', to: 'critical', at: 2 * hour })
    expect(story.clock('resolution')).toMatchObject({ state: 'running', dueAt: 9 * hour, elapsedMs: 2 * hour })
    story.next({ kind: 'priority', to: 'low', at: 3 * hour })
    expect(story.clock('resolution')).toMatchObject({ state: 'running', dueAt: 9 * hour })
    expect(isOutdated(story.ticket)).toBe(false)
    undo(story, 'resolution', 4 * hour)
    expect(story.clock('resolution')).toMatchObject({ state: 'cancelled', cancelReason: 'policy' })
  })

  it('is moved on by a pause, and explained with it', () => {
    const story = promise(new Story(), 'resolution', { at: hour, dueAt: 5 * hour })
    story.status('waiting', 120)
    expect(story.clock('resolution')).toMatchObject({ state: 'paused', dueAt: null })
    expect(explain(story, 'resolution', 3 * hour)).toMatchObject({ dueAt: null, remainingMs: 3 * hour })
    story.status('open', 240)
    expect(story.clock('resolution')).toMatchObject({ dueAt: 7 * hour, override: { dueAt: 7 * hour } })
    expect(explain(story, 'resolution', 5 * hour)).toMatchObject({
      dueAt: 7 * hour,
      override: { dueAt: 7 * hour, by, reason: 'Promised', at: hour },
    })
    expect(explain(story, 'resolution', 90 * minute)?.override?.dueAt).toBe(5 * hour)
    expect(explain(story, 'resolution', hour - 1)).toMatchObject({ dueAt: 4 * hour, override: null })
  })

  it('may lie outside the hours: nothing that waits for it comes before, and what is left of it outlives a pause', () => {
    const monday = Date.UTC(2026, 2, 2, 16)
    const escalations = [{ id: 'told', on: 'resolution' as const, at: 100, notify: 'managers' }]
    const story = new Story({ policy: policyOf('office', { calendar: 'office', escalations }), createdAt: monday })
    const evening = monday + 4 * hour
    promise(story, 'resolution', { at: monday, dueAt: evening })
    expect(story.clock('resolution')).toMatchObject({ dueAt: evening, targetMs: hour })
    const waiting = story.last.steps.filter(({ step }) => step !== 'warning:50' && step !== 'breach')
    expect(waiting.map(({ fireAt }) => fireAt)).toEqual([evening])
    expect(explain(story, 'resolution', evening - 1)).toMatchObject({
      state: 'running',
      remainingMs: 0,
      dueAt: evening,
    })
    expect(explain(story, 'resolution', evening)).toMatchObject({ state: 'breached', breachedAt: evening })
    story.next({ kind: 'status', to: 'waiting', at: evening - hour })
    story.next({ kind: 'status', to: 'open', at: evening + 5 * hour })
    expect(story.clock('resolution')).toMatchObject({ state: 'running', dueAt: evening + 6 * hour })
  })

  it('keeps what it is by other hours, counted by them', () => {
    const monday = Date.UTC(2026, 2, 2, 16)
    const story = promise(new Story({ createdAt: monday }), 'resolution', { at: monday, dueAt: monday + 20 * hour })
    const office = policyOf('standard', { calendar: 'office' })
    expect(isOutdated({ ...story.ticket, policy: office })).toBe(true)
    story.next({ kind: 'policy', to: office, at: monday + 30 * minute })
    expect(story.clock('resolution')).toMatchObject({ dueAt: monday + 20 * hour, targetMs: 4 * hour })
    expect(isOutdated(story.ticket)).toBe(false)
  })

  it('is missed like any other, and met like any other', () => {
    const late = promise(new Story(), 'firstResponse', { at: minute, dueAt: 40 * minute })
    expect(late.next({ kind: 'time', at: 40 * minute }).clock('firstResponse').breachedAt).toBe(40 * minute)
    const kept = promise(new Story(), 'firstResponse', { at: minute, dueAt: 40 * minute }).reply(39)
    expect(kept.clock('firstResponse')).toMatchObject({ state: 'met', dueAt: 40 * minute })
    expect(explain(kept, 'firstResponse', hour)).toMatchObject({ state: 'met', dueAt: 40 * minute })
  })

  it('goes back to what the policy says, with what has elapsed; used up by then it is due at once', () => {
    const story = promise(new Story(), 'resolution', { at: hour, dueAt: 9 * hour })
    undo(story, 'resolution', 2 * hour)
    expect(story.clock('resolution')).toMatchObject({ dueAt: 4 * hour, targetMs: 4 * hour, elapsedMs: 2 * hour })
    expect(story.clock('resolution').override).toBeUndefined()
    expect(story.last.ledger.at(-1)).toMatchObject({ kind: 'override_undone', by, reason: null })
    expect(isOutdated(story.ticket)).toBe(false)
    const after = promise(new Story(), 'resolution', { at: hour, dueAt: 9 * hour })
    expect(undo(after, 'resolution', 6 * hour).clock('resolution').dueAt).toBe(6 * hour)
    expect(explain(after, 'resolution', 7 * hour)).toMatchObject({ state: 'breached', breachedAt: 6 * hour })
  })

  it('is undone while the clock stands still, too', () => {
    const story = promise(new Story(), 'resolution', { at: hour, dueAt: 9 * hour }).status('waiting', 120)
    undo(story, 'resolution', 3 * hour)
    expect(story.clock('resolution')).toMatchObject({ state: 'paused', targetMs: 4 * hour, elapsedMs: 2 * hour })
    expect(story.status('open', 240).clock('resolution').dueAt).toBe(6 * hour)
  })

  it('is taken by no clock that stands still, was missed or is over, and by none for a time that has passed', () => {
    const story = new Story().reply(5)
    expect(refusesOverride(story.clock('firstResponse'))).toBe('ended')
    const waits = new Story().status('waiting', 10)
    expect(refusesOverride(waits.clock('resolution'))).toBe('paused')
    const missed = new Story().next({ kind: 'time', at: 20 * minute })
    expect(refusesOverride(missed.clock('firstResponse'))).toBe('breached')
    for (const one of [story, missed]) {
      promise(one, 'firstResponse', { at: hour, dueAt: 2 * hour })
      expect(one.last.ledger).toEqual([])
    }
    promise(story, 'resolution', { at: hour, dueAt: hour })
    expect(story.last.ledger).toEqual([])
    expect(refusesOverride(story.clock('resolution'))).toBeNull()
    expect(standard.targets.high.resolution).toBe(4 * hour)
  })
})
