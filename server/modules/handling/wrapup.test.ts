import { afterAll, describe, expect, it, vi } from 'vitest'
import { asAgent, eventsOf, type HeldTask, holdTask, loadOf, refusalOf, rowOf } from '../../jobs/testing/moving-desk.ts'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import { createTimerWorker } from '../../jobs/timer-worker.ts'
import { createLog } from '../../platform/log.ts'
import {
  assignTicket,
  cancelTask,
  completeTask,
  endWrapup,
  fireWrapupTimer,
  transferTask,
  transitionTicket,
} from './index.ts'
import { soon } from '../../platform/testing/soon.ts'

const world = await openRouterWorld()
const open = watchDesks(world)
afterAll(world.close)

const withWrapup = (lines: string) => () =>
  open((text) => text.replace('      label: Frontline\n', `      label: Frontline\n${lines}`))
const openDesk = withWrapup('      wrapup: 2m\n')

/** A chat in the hands of an agent. */
async function chatting(desk: Desk): Promise<HeldTask> {
  const agentId = await desk.addAgent()
  const ticketId = await desk.addTicket({ serviceLine: 'game-support' })
  const { id: taskId } = await desk.taskOf(ticketId)
  await world.query(`update tasks set kind = 'chat' where id = $1`, [taskId])
  await assignTicket(desk.context, { ticketId, agentId })
  return { agentId, ticketId, taskId }
}
const timersOf = (taskId: string) =>
  world.query<{ dueAt: number; version: number }>(
    `select due_at as "dueAt", version from timers where kind = 'task.wrapup' and subject_id = $1`,
    [taskId],
  )
/** Fires the task's timer as the worker does that has claimed it. */
async function fire(desk: Desk, taskId: string): Promise<boolean> {
  const [claimed] = await world.query<{ version: number; epoch: number; dueAt: number }>(
    `update timers set epoch = epoch + 1 where kind = 'task.wrapup' and subject_id = $1
     returning version, epoch, due_at as "dueAt"`,
    [taskId],
  )
  const { version, epoch, dueAt } = claimed ?? { version: 0, epoch: 0, dueAt: 0 }
  return fireWrapupTimer(desk.context, { kind: 'task.wrapup', subjectId: taskId, version, epoch, dueAt })
}

describe('completing a conversation', () => {
  it('leaves it with its agent, units held, until the agent ends it and says how it went', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await chatting(desk)
    const before = (await eventsOf(world, ticketId)).length
    await completeTask(asAgent(desk, agentId), { taskId })
    const row = await rowOf(world, taskId)
    expect(row).toMatchObject({ state: 'wrapup', agentId })
    expect((await timersOf(taskId)).map(({ dueAt }) => dueAt)).toEqual([row.wrapupUntil])
    expect(await loadOf(world, agentId)).toEqual({ used: 33, reserved: 0 })
    await completeTask(asAgent(desk, agentId), { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'wrapup' })
    await endWrapup(asAgent(desk, agentId), { taskId, disposition: 'refund_promised' })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'done', disposition: 'refund_promised' })
    expect([await loadOf(world, agentId), await timersOf(taskId)]).toEqual([{ used: 0, reserved: 0 }, []])
    expect((await eventsOf(world, ticketId, before)).map(({ type }) => type)).toEqual([
      'task.wrapup_started',
      'task.wrapup_ended',
      'task.completed',
    ])
  })

  it('is done at once for other work, and where the queue has no wrap-up', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    await completeTask(asAgent(desk, agentId), { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'done' })
    const bare = await open()
    const chat = await chatting(bare)
    await completeTask(asAgent(bare, chat.agentId), chat)
    expect(await rowOf(world, chat.taskId)).toMatchObject({ state: 'done' })
  })

  it('frees the units at once where they are not held', async () => {
    const desk = await withWrapup('      wrapup: 2m\n      wrapupHolds: 0s\n')()
    const { agentId, taskId } = await chatting(desk)
    await completeTask(asAgent(desk, agentId), { taskId })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'wrapup', agentId })
    expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
    await fire(desk, taskId)
  })

  it('ends by its time, by the worker of timers', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await chatting(desk)
    await completeTask(asAgent(desk, agentId), { taskId })
    world.advance(120_000)
    await world.query(
      `update timers set due_at = now() - interval '1 ms' where kind = 'task.wrapup' and subject_id = $1`,
      [taskId],
    )
    const { installation, relay } = world
    const log = createLog({ level: 'silent' })
    const worker = createTimerWorker({ installation, relay, log, verbs: { 'task.wrapup': fireWrapupTimer } })
    worker.start()
    await vi.waitFor(async () => expect((await rowOf(world, taskId)).state).toBe('done'), soon)
    await worker.stop(1_000)
    expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
    const ended = (await eventsOf(world, ticketId)).find(({ type }) => type === 'task.wrapup_ended')
    expect(ended?.data).toMatchObject({ reason: 'time_over', disposition: null })
  })

  it('frees the units after a while where the queue says so, and ends later', async () => {
    const desk = await withWrapup('      wrapup: 2m\n      wrapupHolds: 30s\n')()
    const { agentId, taskId } = await chatting(desk)
    await completeTask(asAgent(desk, agentId), { taskId })
    const { wrapupUntil } = await rowOf(world, taskId)
    expect((await timersOf(taskId))[0]?.dueAt).toBe((wrapupUntil ?? 0) - 90_000)
    expect(await loadOf(world, agentId)).toEqual({ used: 33, reserved: 0 })
    world.advance(30_000)
    expect(await fire(desk, taskId)).toBe(true)
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'wrapup', agentId })
    expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
    world.advance(90_000)
    expect(await fire(desk, taskId)).toBe(true)
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'done' })
    expect(await fire(desk, taskId)).toBe(false)
  })
})

describe('while a conversation is wrapped up', () => {
  it('the work cannot be cancelled, moved or ended by others', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await chatting(desk)
    const early = endWrapup(asAgent(desk, agentId), { taskId, disposition: null })
    expect(await refusalOf(early)).toMatchObject({ code: 'conflict', lostTo: 'active' })
    await completeTask(asAgent(desk, agentId), { taskId })
    const lost = { code: 'conflict', lostTo: 'wrapup' }
    expect(await refusalOf(cancelTask(desk.context, { taskId, reason: 'by_hand' }))).toMatchObject(lost)
    const to = { queue: 'payments' }
    const transfer = transferTask(desk.context, { taskId, to, mode: 'cold', restart: false, force: false, note: null })
    expect(await refusalOf(transfer)).toMatchObject(lost)
    const stranger = endWrapup(asAgent(desk, await desk.addAgent()), { taskId, disposition: null })
    expect((await refusalOf(stranger)).code).toBe('forbidden')
  })

  it('changes of the ticket leave it alone, until there is work on it again', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await chatting(desk)
    await completeTask(asAgent(desk, agentId), { taskId })
    const stateOf = async () => (await rowOf(world, taskId)).state
    await transitionTicket(desk.context, { ticketId, to: 'diagnosing' })
    expect(await stateOf()).toBe('wrapup')
    await transitionTicket(desk.context, { ticketId, to: 'waiting_customer' })
    expect(await stateOf()).toBe('wrapup')
    await transitionTicket(desk.context, { ticketId, to: 'diagnosing' })
    expect(await stateOf()).toBe('done')
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting' })
    expect(await loadOf(world, agentId)).toEqual({ used: 0, reserved: 0 })
  })

  it('giving the ticket to somebody else ends it and begins new work', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await chatting(desk)
    await completeTask(asAgent(desk, agentId), { taskId })
    const other = await desk.addAgent()
    await assignTicket(desk.context, { ticketId, agentId: other })
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'done' })
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId: other })
  })
})
