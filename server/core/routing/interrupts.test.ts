import { describe, expect, it } from 'vitest'
import { agent, CONFIG, start, task } from './hand-fed.testing.ts'
import { whyNot, type AgentInput } from './index.ts'

const interrupting = {
  ...CONFIG,
  kinds: CONFIG.kinds.map((row) => (row.kind === 'call' ? { ...row, interrupts: ['chat'] } : row)),
}

/** Ana has a chat in hand; a call waits. */
const withChat = (config: typeof CONFIG, over: Partial<AgentInput> = {}) => {
  const world = start(config)
  world.arrive(agent('ana', over))
  world.feed({ kind: 'task.entered', task: task('chat') })
  world.commit(world.only())
  world.feed({
    kind: 'offer.accepted',
    offerId: 'chat-ana',
    version: 2,
    taskId: 'chat',
    taskVersion: 3,
    agentId: 'ana',
  })
  world.feed({ kind: 'task.entered', task: task('call', { kind: 'call' }) })
  return world
}

describe('work that may be interrupted', () => {
  it('does not count against what may interrupt it, and counts against everything else', () => {
    expect(withChat(CONFIG).decide()).toEqual([])
    const world = withChat(interrupting)
    expect(world.only()).toMatchObject({ taskId: 'call', agentId: 'ana', units: 100 })
    world.feed({ kind: 'claim.lost', taskId: 'call', agentId: 'ana', lost: 'task' })
    world.feed({ kind: 'task.left', taskId: 'call', version: 2, reason: 'cancelled' })
    world.feed({ kind: 'task.entered', task: task('other', { kind: 'chat' }) })
    expect(world.only()).toMatchObject({ taskId: 'other' })
  })

  it('is not interrupted twice: a second call finds no room', () => {
    const world = withChat(interrupting, { offersAtOnce: 2 })
    world.commit(world.only())
    world.feed({ kind: 'task.entered', task: task('second', { kind: 'call' }) })
    expect(world.decide()).toEqual([])
    expect(whyNot(world.engine, 'second', 'ana', 0)?.reasons).toEqual([
      { code: 'no_capacity', text: '100 of 100 units used, a call needs 100' },
    ])
  })

  it('is what the agent itself is set to, where it is', () => {
    expect(withChat(interrupting, { kindOverrides: { call: { interrupts: [] } } }).decide()).toEqual([])
    expect(withChat(CONFIG, { kindOverrides: { call: { interrupts: ['chat'] } } }).only()).toMatchObject({
      taskId: 'call',
    })
  })

  it('is known by a capacity row, by its units or by what its kind costs', () => {
    for (const unitsByKind of [{ chat: 33 }, undefined]) {
      const world = withChat(interrupting)
      const load = { version: 1, units: 33, byKind: { chat: 1 }, ...(unitsByKind && { unitsByKind }) }
      world.feed({ kind: 'agent.load', agentId: 'ana', load })
      expect(world.only()).toMatchObject({ taskId: 'call' })
    }
  })
})
