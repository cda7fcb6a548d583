import { describe, expect, it } from 'vitest'
import { replay, shadow, type Difference, type EngineConfig } from './index.ts'
import { recordLife } from './recorded-life.testing.ts'

const LIVES = 12
const STEPS = 250

describe('a log played again', () => {
  it('gives the same effects and the same hash, and another log another hash', () => {
    for (let seed = 1; seed <= LIVES; seed += 1) {
      const log = recordLife(seed, STEPS)
      const [first, second] = [replay(log), replay(structuredClone(log))]
      expect(second.hash, `seed ${seed}`).toBe(first.hash)
      expect(second.effects).toEqual(first.effects)
      expect(first.effects.flat().filter(({ kind }) => kind === 'offer').length).toBeGreaterThan(10)
      const shorter = { ...log, entries: log.entries.slice(0, log.entries.length / 2) }
      expect(replay(shorter).hash).not.toBe(first.hash)
    }
  })
})

const withQueue = (config: EngineConfig, change: Partial<EngineConfig['queues'][number]>): EngineConfig => ({
  ...config,
  queues: config.queues.map((queue) => (queue.queueId === 'care' ? { ...queue, ...change } : queue)),
})

describe('a candidate beside the live config', () => {
  it('differs nowhere when it is the same', () => {
    for (let seed = 1; seed <= LIVES; seed += 1) {
      const { decisions, differences } = shadow(recordLife(seed, STEPS), (live) => ({
        ...live,
        workflowVersion: 'new',
      }))
      expect(differences, `seed ${seed}`).toEqual([])
      expect(decisions).toBeGreaterThan(10)
    }
  })

  it('shows a planted fault: every offer of a queue that is missing', () => {
    let lost = 0
    for (let seed = 1; seed <= LIVES; seed += 1) {
      const log = recordLife(seed, STEPS)
      const offers = replay(log).effects.flatMap((effects) => effects.filter((effect) => effect.kind === 'offer'))
      const inCare = new Set(offers.filter(({ queueId }) => queueId === 'care').map(({ taskId }) => taskId))
      const without = (live: EngineConfig) => ({
        ...live,
        queues: live.queues.filter(({ queueId }) => queueId !== 'care'),
      })
      const { differences } = shadow(log, without)
      const isMissed = (one: Difference) =>
        one.kind === 'choice' ? one.candidate === null : one.effect === 'refused' && one.by === 'candidate'
      const missed = differences.filter(isMissed)
      const named = new Set(missed.map(({ taskId }) => taskId))
      expect(
        [...inCare].filter((taskId) => !named.has(taskId)),
        `seed ${seed}`,
      ).toEqual([])
      lost += inCare.size
    }
    expect(lost).toBeGreaterThan(LIVES)
  })

  it('shows whom another ranking would have chosen, and goes on from what really was', () => {
    let choices = 0
    for (let seed = 1; seed <= LIVES; seed += 1) {
      const log = recordLife(seed, STEPS)
      const ranking = log.config.queues[0]?.ranking === 'round-robin' ? 'least-loaded' : 'round-robin'
      for (const one of shadow(log, (live) => withQueue(live, { ranking })).differences) {
        expect(one).toMatchObject({ kind: 'choice' })
        if (one.kind === 'choice' && one.live !== null && one.candidate !== null) choices += 1
      }
    }
    expect(choices).toBeGreaterThan(0)
  })
})
