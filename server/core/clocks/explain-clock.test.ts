import { describe, expect, it } from 'vitest'
import type { ClockMetric } from './clock.ts'
import { calendars, minute, Story } from './clock-story.fixture.ts'
import { explainClock } from './explain-clock.ts'

describe('explainClock', () => {
  const explain = (story: Story, metric: ClockMetric, at: number) =>
    explainClock(
      story.ledger.filter((entry) => entry.metric === metric),
      at * minute,
      calendars,
    )

  it('sums its counted segments to the target and its last instant to the due time', () => {
    const story = new Story().status('waiting', 10).status('open', 70)
    const explained = explain(story, 'resolution', 100)
    expect(explained).toMatchObject({ elapsedMs: 40 * minute, dueAt: 300 * minute, state: 'running' })
    expect(
      explained?.segments.map(({ from, to, counted, reason, isForecast }) => [
        from / minute,
        to / minute,
        counted,
        reason,
        isForecast,
      ]),
    ).toEqual([
      [0, 10, true, 'open', false],
      [10, 70, false, 'waiting', false],
      [70, 100, true, 'open', false],
      [100, 300, true, 'open', true],
    ])
  })

  it('tells any past instant as it stood then', () => {
    const story = new Story().status('waiting', 10).status('open', 70)
    expect(explain(story, 'resolution', 5)).toMatchObject({ dueAt: 240 * minute, elapsedMs: 5 * minute })
    expect(explain(story, 'resolution', 30)).toMatchObject({ dueAt: null, state: 'paused', remainingMs: 230 * minute })
    expect(explain(story, 'nextResponse', 30)).toBe(null)
  })

  it('shows a breach from its due time on', () => {
    const story = new Story()
    expect(explain(story, 'firstResponse', 14)).toMatchObject({ state: 'running', breachedAt: null })
    expect(explain(story, 'firstResponse', 15)).toMatchObject({
      state: 'breached',
      breachedAt: 15 * minute,
      dueAt: 15 * minute,
    })
  })

  it('leaves the solved interval of a reopened ticket out', () => {
    const story = new Story().status('solved', 60).status('open', 600)
    const explained = explain(story, 'resolution', 610)
    expect(explained).toMatchObject({ elapsedMs: 70 * minute, dueAt: 780 * minute })
    expect(explained?.segments.find(({ counted }) => !counted)).toMatchObject({
      from: 60 * minute,
      to: 600 * minute,
      reason: 'solved',
    })
  })

  it('agrees with the clock after every change of the promise', () => {
    const story = new Story()
      .next({ kind: 'priority', to: 'critical', at: 2 * minute })
      .status('hold', 4)
      .status('open', 9)
    const { dueAt } = story.clock('resolution')
    expect(explain(story, 'resolution', 9)?.dueAt).toBe(dueAt)
  })
})
