import { describe, expect, it } from 'vitest'
import { agent, CONFIG, kinds, start, task } from './hand-fed.testing.ts'
import { nextWakeAt, whyNot } from './index.ts'

describe('a decision', () => {
  it('says in words why this agent', () => {
    const world = start()
    world.arrive(agent('ana'))
    world.wait(1_000)
    world.arrive(agent('rui'))
    world.arrive(agent('eva', { languages: ['es'] }))
    world.wait(370_000)
    world.feed({ kind: 'task.entered', task: task('t1') })
    const { record, expiresAt } = world.only()
    expect(record.reasons).toEqual([
      { code: 'requirements_met', text: 'payments 3, needs 2 · speaks Portuguese (BR)' },
      { code: 'ranking', text: 'Longest idle of 2 eligible, 6m 11s' },
    ])
    expect(record.rejects).toEqual({ language_missing: 1, outranked: 1 })
    expect(record.best.map(({ agentId, values }) => [agentId, values.idleMs])).toEqual([
      ['ana', 371_000],
      ['rui', 370_000],
    ])
    expect(expiresAt).toBe(401_000)
  })

  it('stands as long as its kind says, else as its queue says', () => {
    const world = start()
    world.arrive(agent('ana'))
    const [call, chat] = CONFIG.kinds.map((kind) => ({ ...kind, offerTimeoutMs: kind.kind === 'call' ? 20_000 : null }))
    const kindsNow = [call, chat].flatMap((kind) => kind ?? [])
    world.feed({ kind: 'workflow.changed', config: { ...CONFIG, workflowVersion: '4', kinds: kindsNow } })
    world.feed({ kind: 'task.entered', task: task('t1', { kind: 'call' }) })
    expect(world.only().expiresAt).toBe(20_000)
    world.arrive(agent('rui'))
    world.feed({ kind: 'task.entered', task: task('t2', { kind: 'chat' }) })
    expect(world.only().expiresAt).toBe(30_000)
  })

  it('reserves at once, so that one agent is not offered two tasks', () => {
    const world = start()
    world.arrive(agent('ana'))
    world.feed({ kind: 'task.entered', task: task('t1') })
    world.feed({ kind: 'task.entered', task: task('t2', { classId: 'high' }) })
    expect(world.only().taskId).toBe('t2')
    expect(world.decide()).toEqual([])
  })

  it('gives a bot tasks up to its units within one batch', () => {
    const world = start()
    world.arrive(agent('bot', { kind: 'bot' }))
    for (const taskId of ['t1', 't2', 't3', 't4']) world.feed({ kind: 'task.entered', task: task(taskId) })
    expect(world.decide().map(({ taskId }) => taskId)).toEqual(['t1', 't2', 't3'])
  })

  it('stops at the limit and goes on from there', () => {
    const world = start()
    for (const name of ['ana', 'rui']) world.arrive(agent(name))
    for (const taskId of ['t1', 't2']) world.feed({ kind: 'task.entered', task: task(taskId) })
    expect(world.decide(1).map(({ taskId }) => taskId)).toEqual(['t1'])
    expect(world.decide(1).map(({ taskId }) => taskId)).toEqual(['t2'])
  })
})

describe('the ends of an offer', () => {
  it('after a decline the next agent is asked, the decliner only after the cool-down', () => {
    const world = start()
    world.arrive(agent('ana'))
    world.wait(1)
    world.arrive(agent('rui'))
    world.feed({ kind: 'task.entered', task: task('t1') })
    world.commit(world.only())
    expect(kinds(world.decline('t1', 'ana', 3))).not.toContain('exhausted')
    const second = world.only()
    expect([second.agentId, second.record.rejects]).toEqual(['rui', { excluded_declined: 1 }])
    world.commit(second)
    expect(kinds(world.decline('t1', 'rui', 5))).toContain('exhausted')
    expect(world.decide()).toEqual([])
    expect(nextWakeAt(world.engine)).toBe(60_001)
    world.wait(60_000)
    expect(world.only().agentId).toBe('ana')
  })

  it('asks for the end of an offer that ran out, once, and hints when', () => {
    const world = start()
    world.arrive(agent('ana'))
    world.feed({ kind: 'task.entered', task: task('t1') })
    expect(world.commit(world.only())).toEqual([{ kind: 'wake', at: 30_000 }])
    world.wait(30_000)
    const ended = { offerId: 't1-ana', taskId: 't1', agentId: 'ana' }
    expect(world.feed({ kind: 'tick' })).toEqual([
      { kind: 'expire', ...ended },
      { kind: 'wake', at: null },
    ])
    expect(world.feed({ kind: 'tick' })).toEqual([])
    world.feed({ kind: 'offer.expired', version: 2, taskVersion: 3, ...ended })
    expect(whyNot(world.engine, 't1', 'ana', 30_000)?.reasons).toEqual([
      { code: 'excluded_declined', text: 'Turned it down, asked again in 1m 0s' },
    ])
  })

  it('revokes pending offers when presence leaves available, unless told to keep them', () => {
    const world = start()
    world.arrive(agent('ana'))
    world.feed({ kind: 'task.entered', task: task('t1') })
    world.commit(world.only())
    const away = { kind: 'agent.presence', agentId: 'ana', presence: 'away' } as const
    expect(world.feed({ ...away, version: 1 })).toEqual([])
    expect(world.feed({ ...away, version: 2 })).toEqual([
      { kind: 'revoke', offerId: 't1-ana', taskId: 't1', agentId: 'ana', reason: 'presence' },
    ])
    world.feed({ ...away, version: 3, presence: 'available' })
    expect(world.feed({ ...away, version: 4, keepOffers: true })).toEqual([])
    expect(kinds(world.feed({ ...away, version: 5, presence: 'offline' }))).toEqual(['revoke'])
  })

  it('offers nothing off shift, keeps what is pending, and goes on when the shift begins', () => {
    const world = start()
    world.arrive(agent('ana', { kind: 'bot' }))
    world.feed({ kind: 'task.entered', task: task('t1') })
    world.commit(world.only())
    expect(world.feed({ kind: 'agent.shift', agentId: 'ana', isOnShift: false })).toEqual([])
    world.feed({ kind: 'task.entered', task: task('t2') })
    expect(world.decide()).toEqual([])
    expect(whyNot(world.engine, 't2', 'ana', 0)?.reasons.map(({ code }) => code)).toEqual(['outside_hours'])
    world.feed({ kind: 'agent.shift', agentId: 'ana', isOnShift: true })
    expect(world.only().taskId).toBe('t2')
  })

  it('offers a bot what its units allow, and one at a time while its presence says so', () => {
    const world = start()
    world.arrive(agent('bot', { kind: 'bot' }))
    for (const id of ['t1', 't2', 't3', 't4']) world.feed({ kind: 'task.entered', task: task(id) })
    const most = { kind: 'agent.presence', agentId: 'bot', version: 2, presence: 'available', mostOffers: 1 } as const
    world.feed(most)
    world.commit(world.only())
    expect(world.decide()).toEqual([])
    world.feed({ kind: 'agent.presence', agentId: 'bot', version: 3, presence: 'available' })
    expect(world.decide()).toHaveLength(2)
  })

  it('keeps the entry time and so the rank of a task that comes back', () => {
    const world = start()
    world.arrive(agent('ana'))
    world.feed({ kind: 'task.entered', task: task('old', { enteredAt: -5_000 }) })
    const decision = world.only()
    world.feed({ kind: 'task.entered', task: task('new') })
    world.feed({ kind: 'claim.lost', taskId: 'old', agentId: 'ana', lost: 'task' })
    expect(world.only().taskId).toBe('new')
    world.feed({ kind: 'claim.lost', taskId: 'new', agentId: 'ana', lost: 'task' })
    expect(world.decide()).toEqual([])
    world.wait(1_000)
    expect(world.only().taskId).toBe(decision.taskId)
  })
})

describe('requirements', () => {
  it('relax at the step of the task-age clock', () => {
    const world = start()
    world.arrive(agent('ana', { languages: [] }))
    const strict = task('t1').requirements
    const relaxed = { fromAgeMs: 20_000, requirements: { skills: [], language: null } }
    expect(
      kinds(world.feed({ kind: 'task.entered', task: task('t1', { requirements: [...strict, relaxed] }) })),
    ).toEqual(['wake'])
    expect(world.decide()).toEqual([])
    world.wait(20_000)
    expect(world.only().agentId).toBe('ana')
  })

  it('nobody could ever meet are reported, on entry and when the last agent goes', () => {
    const world = start()
    const [unroutable] = world.feed({ kind: 'task.entered', task: task('t1') })
    expect(unroutable).toMatchObject({ kind: 'unroutable', taskId: 't1', record: { agentId: null, rejects: {} } })
    world.feed({ kind: 'agent.updated', agent: agent('ana') })
    expect(kinds(world.feed({ kind: 'agent.left', agentId: 'ana', version: 1 }))).toEqual(['unroutable'])
  })

  it('nobody could ever meet are reported of a task that entered after the engine last looked at the clock', () => {
    expect(kinds(start().feed({ kind: 'task.entered', task: task('t1', { enteredAt: 2 }) }))).toContain('unroutable')
  })

  it('nobody could meet at the last of their steps are reported then, once', () => {
    const world = start()
    const steps = [0, 20_000, 40_000].map((fromAgeMs, index) => ({
      fromAgeMs,
      requirements: { language: null, skills: [{ skill: 'payments', minLevel: 3 - index }] },
    }))
    expect(kinds(world.feed({ kind: 'task.entered', task: task('t1', { requirements: steps }) }))).toEqual(['wake'])
    world.feed({ kind: 'task.entered', task: task('t2', { requirements: steps, queueId: 'fraud' }) })
    const pass = (ms: number) => {
      world.wait(ms)
      return kinds(world.feed({ kind: 'tick' })).filter((kind) => kind === 'unroutable')
    }
    expect(pass(20_000)).toEqual([])
    expect(pass(20_000)).toEqual(['unroutable', 'unroutable'])
    expect(pass(20_000)).toEqual([])
  })

  it('naming what the workflow does not have are refused', () => {
    const world = start()
    expect(world.feed({ kind: 'task.entered', task: task('t1', { queueId: 'gone' }) })).toEqual([
      { kind: 'refused', taskId: 't1', code: 'unknown_queue' },
    ])
    expect(world.feed({ kind: 'task.entered', task: task('t1', { kind: 'fax' }) })).toEqual([
      { kind: 'refused', taskId: 't1', code: 'unknown_kind' },
    ])
  })
})

describe('a new workflow version', () => {
  it('applies its costs at once and keeps a reservation in flight', () => {
    const world = start()
    world.arrive(agent('ana', { offersAtOnce: 5 }))
    world.feed({ kind: 'task.entered', task: task('t1') })
    const first = world.only()
    const kindsNow = CONFIG.kinds.map((kind) => ({ ...kind, units: 100 }))
    world.feed({ kind: 'workflow.changed', config: { ...CONFIG, workflowVersion: '4', kinds: kindsNow } })
    world.feed({ kind: 'task.entered', task: task('t2') })
    expect(world.decide()).toEqual([])
    world.commit(first)
    world.feed({ kind: 'offer.accepted', offerId: 't1-ana', version: 2, taskId: 't1', taskVersion: 3, agentId: 'ana' })
    world.feed({ kind: 'task.left', taskId: 't1', version: 4, reason: 'completed' })
    expect(world.only()).toMatchObject({ taskId: 't2', units: 100, record: { workflowVersion: '4' } })
  })
})
