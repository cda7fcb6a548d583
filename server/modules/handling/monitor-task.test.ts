import { afterAll, describe, expect, it } from 'vitest'
import { asAgent, asSupervisor, eventsOf, holdTask, loadOf, refusalOf, rowOf } from '../../jobs/testing/moving-desk.ts'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { getTask } from '../routing/index.ts'
import { takeCall } from '../voice/testing/take-call.ts'
import {
  assignTicket,
  cancelTask,
  completeTask,
  endMonitor,
  monitorTask,
  pauseTask,
  requeueTask,
  resumeTask,
  returnTask,
  transferTask,
} from './index.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(world.close)

/** A supervisor who is an agent too. */
const asLead = (desk: Desk, agentId: string): Context =>
  desk.contextOf({ ...asSupervisor(desk).principal, id: newId(), agentId })
async function watched(desk: Desk) {
  const held = await holdTask(desk)
  const supervisor = asSupervisor(desk)
  await monitorTask(supervisor, { taskId: held.taskId, mode: 'listen' })
  return { ...held, supervisor }
}
const monitorsOf = async (desk: Desk, taskId: string) =>
  (await getTask(desk.context, { taskId }))?.monitors.map(({ mode, supervisor }) => [supervisor.id, mode])
const countOf = async (ticketId: string) => (await eventsOf(world, ticketId)).length
const lastOf = async (ticketId: string) => (await eventsOf(world, ticketId)).at(-1)

describe('a monitor', () => {
  it('leaves the task with its agent, costs nothing, and is told with who watches whose work', async () => {
    const desk = await openDesk()
    const held = await holdTask(desk)
    const { agentId, ticketId, taskId } = held
    const lead = asLead(desk, await desk.addAgent())
    const before = await loadOf(world, agentId)
    await monitorTask(lead, { taskId, mode: 'whisper' })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId })
    expect(await loadOf(world, agentId)).toEqual(before)
    expect(await loadOf(world, lead.principal.agentId ?? '')).toEqual({ used: 0, reserved: 0 })
    expect(await lastOf(ticketId)).toEqual({
      type: 'monitor.started',
      data: {
        monitorId: expect.stringMatching(/^monitor_/),
        taskId: encodeId('task', taskId),
        agentId: encodeId('agent', agentId),
        supervisorId: encodeId('member', lead.principal.id),
        supervisorAgentId: encodeId('agent', lead.principal.agentId ?? ''),
        mode: 'whisper',
      },
    })
  })

  it('of a call names its line, from its beginning to its end', async () => {
    const desk = await openDesk()
    const { callRef, ticketId, taskId } = await takeCall(desk.context)
    await assignTicket(desk.context, { ticketId, agentId: await desk.addAgent() })
    await monitorTask(asSupervisor(desk), { taskId, mode: 'barge' })
    expect(await lastOf(ticketId)).toMatchObject({ type: 'monitor.started', data: { mode: 'barge', callRef } })
    await completeTask(desk.context, { taskId })
    expect(await lastOf(ticketId)).toMatchObject({ type: 'monitor.ended', data: { reason: 'task_ended', callRef } })
  })

  it('goes on in another mode, and in the same says nothing', async () => {
    const desk = await openDesk()
    const { ticketId, taskId, supervisor } = await watched(desk)
    const { id } = supervisor.principal
    const before = await countOf(ticketId)
    await monitorTask(supervisor, { taskId, mode: 'listen' })
    expect(await eventsOf(world, ticketId, before)).toEqual([])
    await monitorTask(supervisor, { taskId, mode: 'whisper' })
    expect(await eventsOf(world, ticketId, before)).toMatchObject([
      { type: 'monitor.changed', data: { mode: 'whisper', previous: 'listen' } },
    ])
    expect(await monitorsOf(desk, taskId)).toEqual([[id, 'whisper']])
  })

  it('is one a supervisor; each ends their own, and once', async () => {
    const desk = await openDesk()
    const { ticketId, taskId, supervisor } = await watched(desk)
    const other = desk.contextOf({ ...supervisor.principal, kind: 'token', id: newId() })
    await monitorTask(other, { taskId, mode: 'whisper' })
    expect(await monitorsOf(desk, taskId)).toEqual([
      [supervisor.principal.id, 'listen'],
      [other.principal.id, 'whisper'],
    ])
    await endMonitor(supervisor, { taskId })
    expect(await lastOf(ticketId)).toMatchObject({ type: 'monitor.ended', data: { mode: 'listen', reason: 'left' } })
    const before = await countOf(ticketId)
    await endMonitor(supervisor, { taskId })
    expect(await eventsOf(world, ticketId, before)).toEqual([])
    expect(await monitorsOf(desk, taskId)).toEqual([[other.principal.id, 'whisper']])
    await monitorTask(supervisor, { taskId, mode: 'barge' })
    expect(await monitorsOf(desk, taskId)).toHaveLength(2)
  })

  const plain = { mode: 'cold', restart: false, force: false, note: null } as const
  it.each([
    ['completed', 'task_ended', (desk: Desk, taskId: string) => completeTask(desk.context, { taskId })],
    ['cancelled', 'task_ended', (desk: Desk, taskId: string) => cancelTask(desk.context, { taskId, reason: 'spam' })],
    [
      'returned',
      'task_moved',
      (desk: Desk, taskId: string) => returnTask(desk.context, { taskId, reason: null, code: null }),
    ],
    ['requeued', 'task_moved', (desk: Desk, taskId: string) => requeueTask(desk.context, { taskId })],
    [
      'transferred',
      'task_moved',
      (desk: Desk, taskId: string) => transferTask(desk.context, { ...plain, taskId, to: { queue: 'payments' } }),
    ],
  ] as const)('ends by itself when the task is %s: %s', async (_name, reason, move) => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await watched(desk)
    await move(desk, taskId)
    expect(await monitorsOf(desk, taskId)).toEqual([])
    expect(await lastOf(ticketId)).toMatchObject({
      type: 'monitor.ended',
      data: { agentId: encodeId('agent', agentId), mode: 'listen', reason },
    })
  })

  it('ends by itself when its supervisor takes the task over', async () => {
    const desk = await openDesk()
    const { ticketId, taskId } = await holdTask(desk)
    const agentId = await desk.addAgent()
    const lead = asLead(desk, agentId)
    await monitorTask(lead, { taskId, mode: 'barge' })
    await assignTicket(lead, { ticketId, agentId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId })
    expect(await monitorsOf(desk, taskId)).toEqual([])
  })

  it('goes on while the task is paused, and is not begun then', async () => {
    const desk = await openDesk()
    const { taskId, supervisor } = await watched(desk)
    await pauseTask(desk.context, { taskId })
    const late = monitorTask(asSupervisor(desk), { taskId, mode: 'listen' })
    expect(await refusalOf(late)).toMatchObject({ code: 'conflict', lostTo: 'paused' })
    await resumeTask(desk.context, { taskId })
    expect(await monitorsOf(desk, taskId)).toEqual([[supervisor.principal.id, 'listen']])
  })
})

describe('who may watch', () => {
  it('is who acts for all agents, where the task lies in their scope, and never whose task it is', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const tryAs = (context: Context) => monitorTask(context, { taskId, mode: 'listen' })
    expect((await refusalOf(tryAs(asAgent(desk, agentId)))).code).toBe('forbidden')
    expect((await refusalOf(endMonitor(asAgent(desk, agentId), { taskId }))).code).toBe('forbidden')
    expect(await refusalOf(tryAs(asLead(desk, agentId)))).toMatchObject({ code: 'conflict', reason: 'same_agent' })
    expect((await refusalOf(tryAs(desk.contextOf(systemPrincipal)))).code).toBe('forbidden')
    const { principal } = asSupervisor(desk)
    const elsewhere = desk.contextOf({ ...principal, scope: { channels: null, queues: new Set(['payments']) } })
    expect(await tryAs(elsewhere)).toBeNull()
    expect(await endMonitor(elsewhere, { taskId })).toBeNull()
    expect(await monitorTask(asSupervisor(desk), { taskId: newId(), mode: 'listen' })).toBeNull()
    expect(await monitorsOf(desk, taskId)).toEqual([])
  })

  it('watches work in hand: neither what waits nor what is over', async () => {
    const desk = await openDesk()
    const { taskId, supervisor } = await watched(desk)
    await requeueTask(desk.context, { taskId })
    const again = () => refusalOf(monitorTask(supervisor, { taskId, mode: 'listen' }))
    expect(await again()).toMatchObject({ code: 'conflict', lostTo: 'waiting' })
    await cancelTask(desk.context, { taskId, reason: 'spam' })
    expect(await again()).toMatchObject({ code: 'conflict', lostTo: 'cancelled' })
    expect(await refusalOf(endMonitor(supervisor, { taskId }))).toMatchObject({ code: 'conflict' })
  })
})
