import { describe, expect, it } from 'vitest'
import { agent, CONFIG, start, task } from './hand-fed.testing.ts'
import { whyNot } from './index.ts'

/** Ana is always ranked first. */
const fair = (fairnessGap: number | null, servedSince = 0) => ({
  ...CONFIG,
  servedSince,
  queues: CONFIG.queues.map((queue) => ({ ...queue, ranking: 'expression' as const, fairnessGap })),
})

/** Who is given the tasks of a row of them, each taken and finished before the next one comes. */
const takers = (world: ReturnType<typeof start>, count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => {
    const taskId = `t${from + index}`
    world.feed({ kind: 'task.entered', task: task(taskId) })
    const decision = world.only()
    const { agentId } = decision
    world.commit(decision)
    const end = { offerId: `${taskId}-${agentId}`, version: 2, taskId, taskVersion: 3, agentId }
    world.feed({ kind: 'offer.accepted', ...end })
    world.feed({ kind: 'task.left', taskId, version: 4, reason: 'completed' })
    return agentId
  })

const both = (world: ReturnType<typeof start>) => {
  world.arrive(agent('ana', { rankValues: { payments: 2 } }))
  world.arrive(agent('rui', { rankValues: { payments: 1 } }))
  return world
}

describe('a fairness gap', () => {
  it('passes over who is ahead of the least served by more than the gap', () => {
    expect(takers(both(start(fair(null))), 5)).toEqual(['ana', 'ana', 'ana', 'ana', 'ana'])
    expect(takers(both(start(fair(1))), 6)).toEqual(['ana', 'ana', 'rui', 'ana', 'rui', 'ana'])
  })

  it('says so, and counts only who could take the task', () => {
    const world = both(start(fair(0)))
    takers(world, 1)
    world.feed({ kind: 'task.entered', task: task('next') })
    expect(whyNot(world.engine, 'next', 'ana', 0)).toEqual({
      eligible: false,
      reasons: [{ code: 'fairness_cap', text: 'Took 1, who may take it took at most 0' }],
    })
    expect(world.only().record.rejects).toEqual({ fairness_cap: 1 })

    const alone = both(start(fair(0)))
    takers(alone, 1)
    alone.feed({ kind: 'agent.presence', agentId: 'rui', version: 2, presence: 'away' })
    expect(takers(alone, 1, 1)).toEqual(['ana'])
  })

  it('counts anew from the instant the workflow says', () => {
    const world = both(start(fair(0)))
    takers(world, 1)
    world.feed({ kind: 'workflow.changed', config: fair(0, 5) })
    expect(takers(world, 1, 1)).toEqual(['ana'])
  })
})
