import type { Task } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { taskOf } from './testing/task-of.ts'
import { assignVerb, canReassign, monitorVerbsOf, transferVerb, verbsOf } from './task-verbs.ts'

const manager = {
  memberId: 'member_me',
  agent: { id: 'agent_me', name: 'Helena' },
  permissions: ['task:write', 'ticket:write', 'ticket:assign', 'agents:act'],
}
const idsOf = (task: Task, actor: Parameters<typeof verbsOf>[1] = manager) => verbsOf(task, actor).map(({ id }) => id)

describe('the verbs of a task', () => {
  it.each([
    ['waiting', {}, ['take', 'raise', 'park']],
    ['offered', { state: 'offered', agentId: 'agent_9' }, ['take', 'raise', 'park', 'requeue']],
    ['in other hands', { state: 'active', agentId: 'agent_9' }, ['take', 'raise', 'requeue']],
    ['in my hands', { state: 'active', agentId: 'agent_me' }, ['raise', 'requeue']],
    ['in wrap-up', { state: 'wrapup', agentId: 'agent_9' }, ['raise']],
    ['set aside', { state: 'paused' }, ['take', 'raise']],
    ['parked', { state: 'paused', parkedAt: '2026-11-20T09:00:00.000Z' }, ['take', 'raise', 'unpark']],
  ] as const)('%s', (_name, change, expected) => {
    expect(idsOf(taskOf(change))).toEqual(expected)
  })

  it('raise one step, and not past the top', () => {
    const raise = verbsOf(taskOf({}), manager).find(({ id }) => id === 'raise')
    expect(raise?.call).toEqual({ method: 'PATCH', path: '/v1/tickets/ticket_1', body: { priority: 'high' } })
    expect(raise?.patch).toMatchObject({ priority: 'high', ticket: { priority: 'high' } })
    const critical = taskOf({ ticket: { ...taskOf({}).ticket, priority: 'critical' } })
    expect(idsOf(critical)).not.toContain('raise')
  })

  it('pull what waits and assign what somebody has', () => {
    const callOf = (task: Task) => verbsOf(task, manager).find(({ id }) => id === 'take')?.call
    expect(callOf(taskOf({}))).toEqual({ method: 'POST', path: '/v1/tasks/task_1/pull', body: {} })
    expect(callOf(taskOf({ state: 'active', agentId: 'agent_9' }))).toEqual({
      method: 'PUT',
      path: '/v1/tickets/ticket_1/assignee',
      body: { agentId: 'agent_me' },
    })
  })

  it('need their permissions, and an agent of one’s own to take over', () => {
    expect(idsOf(taskOf({}), { ...manager, agent: null })).toEqual(['raise', 'park'])
    expect(idsOf(taskOf({}), { ...manager, permissions: ['ticket:write'] })).toEqual(['raise'])
    expect(idsOf(taskOf({}), { ...manager, permissions: [] })).toEqual([])
    expect(canReassign(taskOf({}), { ...manager, permissions: [] })).toBe(false)
    expect(canReassign(taskOf({}), manager)).toBe(true)
  })

  it('let a supervisor watch the work of others in any mode but their own, and stop', () => {
    const watchingOf = (change: Partial<Task>, actor = manager) =>
      monitorVerbsOf(taskOf(change), actor).map(({ id }) => id)
    const held = { state: 'active', agentId: 'agent_9' } as const
    const by = (id: string) => {
      const supervisor = { kind: 'member', id, name: 'Helena', agentId: null } as const
      return [{ id: 'monitor_1', mode: 'whisper', supervisor, since: '2026-11-20T09:03:00.000Z' }] as const
    }
    expect(watchingOf(held)).toEqual(['watch', 'whisper', 'barge'])
    expect(watchingOf({ ...held, monitors: [...by('member_me')] })).toEqual(['watch', 'barge', 'unwatch'])
    expect(watchingOf({ ...held, monitors: [...by('member_other')] })).toEqual(['watch', 'whisper', 'barge'])
    expect(watchingOf({ ...held, state: 'paused', monitors: [...by('member_me')] })).toEqual(['unwatch'])
    expect(watchingOf({ ...held, agentId: 'agent_me' })).toEqual([])
    expect(watchingOf({})).toEqual([])
    expect(watchingOf(held, { ...manager, permissions: ['task:write'] })).toEqual([])
    const [watch] = monitorVerbsOf(taskOf(held), manager)
    expect(watch?.call).toEqual({ method: 'POST', path: '/v1/tasks/task_1/monitor', body: { mode: 'listen' } })
  })

  it('show at once who has it, or that it waits in the other queue', () => {
    expect(assignVerb(taskOf({}), { id: 'agent_9', name: 'Marta' }).patch).toMatchObject({
      state: 'active',
      agentName: 'Marta',
    })
    expect(transferVerb(taskOf({ state: 'active', agentId: 'agent_9' }), 'backend').patch).toMatchObject({
      state: 'waiting',
      queue: 'backend',
      agentId: null,
    })
  })
})
