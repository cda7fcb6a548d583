import { describe, expect, it } from 'vitest'
import { agent, CONFIG, task } from './hand-fed.testing.ts'
import { counterfactual, type EngineConfig, type EngineLog, type EventBody, replay, type TaskInput } from './index.ts'
import { recordLife } from './recorded-life.testing.ts'

/** Ana alone; a low task, then a high one wait for her; the third customer gives up. Times in seconds. */
const history = (): EngineLog => {
  const entries: EngineLog['entries'] = []
  const at = (seconds: number, body: EventBody): void => {
    entries.push({ kind: 'event', event: { sequence: entries.length + 1, at: seconds * 1000, ...body } })
  }
  const enter = (seconds: number, taskId: string, over: Partial<TaskInput>): void =>
    at(seconds, { kind: 'task.entered', task: task(taskId, { kind: 'call', enteredAt: seconds * 1000, ...over }) })
  const serve = (taskId: string, offered: number, taken: number, ended: number): void => {
    const offer = { offerId: taskId, version: 1, taskId, agentId: 'ana', units: 100, expiresAt: (offered + 30) * 1000 }
    at(offered, { kind: 'offer.committed', offer, taskVersion: 2 })
    at(taken, { kind: 'offer.accepted', offerId: taskId, version: 2, taskId, taskVersion: 3, agentId: 'ana' })
    at(ended, { kind: 'task.left', taskId, version: 4, reason: 'completed' })
  }
  enter(0, 'first', {})
  enter(1, 'low', {})
  enter(2, 'high', { classId: 'high' })
  enter(3, 'patient', {})
  serve('first', 0, 5, 65)
  serve('high', 65, 66, 126)
  at(90, { kind: 'task.left', taskId: 'patient', version: 2, reason: 'abandoned' })
  serve('low', 126, 128, 158)
  const ana = { ...agent('ana'), version: 1 }
  const row = { agent: ana, presence: 'available' as const, presenceVersion: 1, idleSince: 0, offeredAt: 0, load: null }
  return { config: CONFIG, start: { sequence: 0, now: 0, tasks: [], agents: [row], offers: [] }, entries }
}

const waits = (outcomes: { taskId: string; waitMs: number | null; end: string }[]) =>
  Object.fromEntries(outcomes.map(({ taskId, waitMs, end }) => [taskId, [(waitMs ?? Number.NaN) / 1000, end]]))

describe('another course of things', () => {
  it('is what really was, under the config that really was', () => {
    const { actual, outcomes } = counterfactual(history(), (live) => live)
    expect(waits(actual)).toEqual({
      first: [5, 'completed'],
      low: [127, 'completed'],
      high: [64, 'completed'],
      patient: [87, 'left'],
    })
    expect(outcomes).toEqual(actual)
  })

  it('serves in another order where classes weigh otherwise; each task takes as long as it did', () => {
    const flat = (live: EngineConfig) => ({ ...live, classes: live.classes.map((row) => ({ ...row, base: 0 })) })
    expect(waits(counterfactual(history(), flat).outcomes)).toEqual({
      first: [5, 'completed'],
      low: [66, 'completed'],
      high: [96, 'completed'],
      patient: [87, 'left'],
    })
  })

  it('keeps whoever gave up waiting, when somebody is free in time', () => {
    const log = history()
    const [row] = log.start.agents
    if (row === undefined) throw new Error('Ana was there.')
    const others = ['bea', 'eva', 'rui'].map((agentId) => ({ ...row, agent: { ...row.agent, agentId } }))
    const { outcomes } = counterfactual({ ...log, start: { ...log.start, agents: [row, ...others] } }, (live) => live)
    expect(outcomes.map(({ end }) => end)).toEqual(['completed', 'completed', 'completed', 'completed'])
    expect(outcomes.find(({ taskId }) => taskId === 'patient')).toMatchObject({ waitMs: 0 })
  })

  it('carries steps of overflow: to where they led, when they are due here', () => {
    const log = history()
    const [ana] = log.start.agents
    if (ana === undefined) throw new Error('Ana was there.')
    const eva = { ...ana, agent: { ...agent('eva', { queues: ['fraud'] }), version: 1 } }
    const after = (afterMs: number) => ({ overflow: [{ step: 'payments/0', on: 'wait' as const, afterMs }] })
    const entered = task('moved', { kind: 'call', enteredAt: 3_000, ...after(60_000) })
    const moved = { ...entered, version: 2, queueId: 'fraud', overflow: [] }
    const events: [number, EventBody][] = [
      [3, { kind: 'task.entered', task: entered }],
      [63, { kind: 'tick' }],
      [63, { kind: 'task.updated', task: moved }],
    ]
    const told = (more: [number, EventBody][]): EngineLog => {
      const entries = more.map(([seconds, body], index) => ({
        kind: 'event' as const,
        event: { sequence: 50 + index, at: seconds * 1000, ...body },
      }))
      const instant = (entry: EngineLog['entries'][number]) => (entry.kind === 'event' ? entry.event.at : entry.now)
      const joined = [...log.entries, ...entries].toSorted((one, other) => instant(one) - instant(other))
      return { ...log, start: { ...log.start, agents: [ana, eva] }, entries: joined }
    }
    const whole = told(events)
    const outcomeOf = (given: EngineLog) =>
      counterfactual(given, (live) => live).outcomes.find(({ taskId }) => taskId === 'moved')
    expect(outcomeOf(whole)).toMatchObject({ agentId: 'eva', waitMs: 60_000 })
    expect(replay(whole).effects.flat()).toContainEqual(
      expect.objectContaining({ kind: 'overflow', taskId: 'moved', step: 'payments/0' }),
    )
    expect(replay(whole)).toEqual(replay(structuredClone(whole)))
    // Where the log does not say where the step leads, the task waits on.
    expect(outcomeOf(told(events.slice(0, 2)))).toMatchObject({ agentId: 'ana' })
  })

  it('comes to an end for any log, and is the same every time', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const log = recordLife(seed, 150)
      const once = counterfactual(log, (live) => live)
      expect(
        counterfactual(log, (live) => live),
        `seed ${seed}`,
      ).toEqual(once)
      expect(once.outcomes.map(({ taskId }) => taskId)).toEqual(once.actual.map(({ taskId }) => taskId))
    }
  })
})
