import { describe, expect, it } from 'vitest'
import { agent, start, task } from './hand-fed.testing.ts'
import { nextWakeAt, whyNot } from './index.ts'

/** Ana works on something else; Rui is free; what enters now prefers Ana for a minute. */
const withAnaBusy = () => {
  const world = start()
  world.arrive(agent('ana'))
  world.feed({ kind: 'task.entered', task: task('t0') })
  const first = world.only()
  world.arrive(agent('rui'))
  world.feed({ kind: 'task.entered', task: task('t1', { preferred: { agentId: 'ana', until: 60_000 } }) })
  return { ...world, first }
}

const free = { kind: 'agent.presence', agentId: 'ana', presence: 'available' } as const

describe('a task that prefers an agent', () => {
  it('is offered to that agent before any better ranked one', () => {
    const world = start()
    world.arrive(agent('rui'))
    world.wait(10_000)
    world.arrive(agent('ana'))
    world.feed({ kind: 'task.entered', task: task('t1', { preferred: { agentId: 'ana', until: 60_000 } }) })
    const { agentId, record } = world.only()
    expect(agentId).toBe('ana')
    expect(record.rejects).toEqual({ delayed: 1 })
    expect(record.reasons).toContainEqual({ code: 'ranking', text: 'The agent this task prefers' })
  })

  it('waits for the agent while it is busy, and goes to others when the time is over', () => {
    const world = withAnaBusy()
    expect(world.decide()).toEqual([])
    expect(whyNot(world.engine, 't1', 'rui', 0)).toEqual({
      eligible: false,
      reasons: [{ code: 'delayed', text: 'Kept for the preferred agent, 1m 0s more' }],
    })
    expect(nextWakeAt(world.engine)).toBe(60_000)
    world.wait(60_000)
    expect(world.only()).toMatchObject({ taskId: 't1', agentId: 'rui' })
  })

  it('goes to the agent as soon as it is free', () => {
    const world = withAnaBusy()
    world.feed({ kind: 'claim.lost', taskId: 't0', agentId: 'ana', lost: 'task' })
    expect(world.only()).toMatchObject({ taskId: 't1', agentId: 'ana' })
  })

  it('does not wait for an agent who is away or off shift, comes late, cannot take it or is unknown', () => {
    const away = withAnaBusy()
    away.feed({ kind: 'agent.presence', agentId: 'ana', version: 2, presence: 'away' })
    expect(away.only()).toMatchObject({ taskId: 't1', agentId: 'rui' })

    const unfit = withAnaBusy()
    unfit.feed({ kind: 'agent.updated', agent: agent('ana', { version: 2, skills: {} }) })
    expect(unfit.only()).toMatchObject({ taskId: 't1', agentId: 'rui' })

    const outside = withAnaBusy()
    outside.feed({ kind: 'agent.updated', agent: agent('ana', { version: 2, queues: [] }) })
    expect(outside.only()).toMatchObject({ taskId: 't1', agentId: 'rui' })

    const offShift = withAnaBusy()
    offShift.feed({ kind: 'agent.shift', agentId: 'ana', isOnShift: false })
    expect(offShift.only()).toMatchObject({ taskId: 't1', agentId: 'rui' })

    const gone = withAnaBusy()
    gone.feed({ kind: 'agent.left', agentId: 'ana', version: 2 })
    expect(gone.only()).toMatchObject({ taskId: 't1', agentId: 'rui' })
  })

  it('is kept again for an agent who comes back in time', () => {
    const world = start()
    world.feed({ kind: 'task.entered', task: task('t1', { preferred: { agentId: 'ana', until: 60_000 } }) })
    world.feed({ kind: 'agent.updated', agent: agent('ana') })
    world.arrive(agent('rui', { totalUnits: 0 }))
    world.feed({ ...free, version: 1 })
    expect(world.only()).toMatchObject({ taskId: 't1', agentId: 'ana' })
  })

  it('goes on to others once the agent turned it down', () => {
    const world = start()
    world.arrive(agent('ana'))
    world.feed({ kind: 'task.entered', task: task('t1', { preferred: { agentId: 'ana', until: 60_000 } }) })
    world.commit(world.only())
    world.arrive(agent('rui'))
    world.decline('t1', 'ana', 3)
    expect(world.only()).toMatchObject({ taskId: 't1', agentId: 'rui' })
  })
})
