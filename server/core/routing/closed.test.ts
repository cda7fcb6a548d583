import { expect, it } from 'vitest'
import { agent, CONFIG, start, task } from './hand-fed.testing.ts'
import { explainTask } from './record.ts'
import { whyNot } from './index.ts'

it('a closed queue is closed to everybody, in decisions as in why-not', () => {
  const queues = CONFIG.queues.map((queue) => ({ ...queue, membership: 'matched' as const, isClosed: true }))
  const world = start({ ...CONFIG, queues })
  world.arrive(agent('ana'))
  world.arrive(agent('rui', { skills: {}, queues: [] }))
  world.feed({ kind: 'task.entered', task: task('t') })
  expect(world.decide()).toEqual([])
  const waiting = world.engine.tasks.get('t')!
  expect(explainTask(world.engine, waiting, 0).rejects).toEqual({ outside_hours: 2 })
  for (const agentId of ['ana', 'rui']) {
    const [first] = whyNot(world.engine, 't', agentId, 0)?.reasons ?? []
    expect(first).toEqual({ code: 'outside_hours', text: 'Outside the hours of payments' })
  }
})
