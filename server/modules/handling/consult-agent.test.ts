import { afterAll, describe, expect, it } from 'vitest'
import { asAgent, eventsOf, holdTask, loadOf, refusalOf, rowOf } from '../../jobs/testing/moving-desk.ts'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type Principal, systemPrincipal } from '../../platform/principal.ts'
import { setPresence } from '../agents/index.ts'
import { getTask } from '../routing/index.ts'
import {
  completeTask,
  consultAgent,
  endConsult,
  endUnheardConsult,
  listConsults,
  pauseTask,
  requeueTask,
  returnTask,
} from './index.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(world.close)

async function consulting(desk: Desk) {
  const held = await holdTask(desk)
  const asked = await desk.addAgent()
  const { agentId, taskId } = held
  await consultAgent(asAgent(desk, agentId), { taskId, agentId: asked, note: 'Is this known?' })
  return { ...held, asked }
}
const consultOf = async (desk: Desk, taskId: string) => (await getTask(desk.context, { taskId }))?.consult ?? null
const lastOf = async (ticketId: string) => (await eventsOf(world, ticketId)).at(-1)

describe('a consult', () => {
  it('leaves the task with its agent, costs the other nothing, and is told to it', async () => {
    const desk = await openDesk()
    const { agentId, asked, ticketId, taskId } = await consulting(desk)
    expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId })
    expect(await loadOf(world, asked)).toEqual({ used: 0, reserved: 0 })
    expect(await consultOf(desk, taskId)).toMatchObject({ agentId: asked, fromAgentId: agentId })
    expect(await lastOf(ticketId)).toEqual({
      type: 'task.consult_requested',
      data: {
        taskId: encodeId('task', taskId),
        agentId: encodeId('agent', asked),
        fromAgentId: encodeId('agent', agentId),
      },
    })
  })

  it.each(['agentId', 'asked'] as const)('is ended by either of the two: %s', async (who) => {
    const desk = await openDesk()
    const consult = await consulting(desk)
    const { ticketId, taskId } = consult
    await endConsult(asAgent(desk, consult[who]), { taskId, note: 'Yes, since nine.' })
    expect(await consultOf(desk, taskId)).toBeNull()
    expect(await lastOf(ticketId)).toMatchObject({ type: 'task.consult_ended', data: { reason: 'ended' } })
    const messages = await world.query('select body from messages where ticket_id = $1 order by seq', [ticketId])
    expect(messages).toEqual([{ body: 'Is this known?' }, { body: 'Yes, since nine.' }])
  })

  it('is asked once: again changes nothing, of another agent it is a conflict until the first ends', async () => {
    const desk = await openDesk()
    const { agentId, asked, ticketId, taskId } = await consulting(desk)
    const own = asAgent(desk, agentId)
    const before = (await eventsOf(world, ticketId)).length
    await consultAgent(own, { taskId, agentId: asked, note: 'Is this known?' })
    expect(await eventsOf(world, ticketId, before)).toEqual([])
    const other = await desk.addAgent()
    expect(await refusalOf(consultAgent(own, { taskId, agentId: other, note: null }))).toMatchObject({
      code: 'conflict',
      agentId: encodeId('agent', asked),
    })
    await endConsult(own, { taskId, note: null })
    await consultAgent(own, { taskId, agentId: other, note: null })
    expect(await consultOf(desk, taskId)).toMatchObject({ agentId: other })
  })

  it('is ended by an answer to it alone, not by one to another', async () => {
    const desk = await openDesk()
    const { agentId, asked, taskId } = await consulting(desk)
    const [first] = await world.query<{ id: string }>('select id from consults where task_id = $1', [taskId])
    await endConsult(asAgent(desk, asked), { taskId, note: null })
    await consultAgent(asAgent(desk, agentId), { taskId, agentId: asked, note: null })
    const late = endConsult(asAgent(desk, asked), { taskId, consultId: first?.id ?? '', note: 'Late.' })
    expect((await refusalOf(late)).code).toBe('conflict')
    expect(await consultOf(desk, taskId)).toMatchObject({ agentId: asked })
    await endUnheardConsult(desk.context, { taskId, consultId: first?.id ?? '' })
    expect(await consultOf(desk, taskId)).not.toBeNull()
  })

  it.each([
    ['completed', (desk: Desk, taskId: string) => completeTask(desk.context, { taskId })],
    ['returned', (desk: Desk, taskId: string) => returnTask(desk.context, { taskId, reason: null, code: null })],
    ['requeued', (desk: Desk, taskId: string) => requeueTask(desk.context, { taskId })],
  ])('ends by itself when the task is %s', async (_name, move) => {
    const desk = await openDesk()
    const { ticketId, taskId } = await consulting(desk)
    await move(desk, taskId)
    expect(await consultOf(desk, taskId)).toBeNull()
    expect(await lastOf(ticketId)).toMatchObject({ type: 'task.consult_ended', data: { reason: 'task_moved' } })
  })

  it('goes on while the task is paused', async () => {
    const desk = await openDesk()
    const { asked, taskId } = await consulting(desk)
    await pauseTask(desk.context, { taskId })
    expect(await consultOf(desk, taskId)).toMatchObject({ agentId: asked })
  })

  it('is refused of nobody, of oneself, of work nobody has, and to strangers', async () => {
    const desk = await openDesk()
    const { agentId, taskId } = await holdTask(desk)
    const [own, stranger] = [asAgent(desk, agentId), await desk.addAgent()]
    const ask = (other: string, as = own) => refusalOf(consultAgent(as, { taskId, agentId: other, note: null }))
    expect(await ask(agentId)).toMatchObject({ code: 'conflict', reason: 'same_agent' })
    expect(await ask(taskId)).toMatchObject({ at: '/agentId', why: 'unknown_agent' })
    expect((await ask(agentId, asAgent(desk, stranger))).code).toBe('forbidden')
    expect((await refusalOf(endConsult(own, { taskId, note: null }))).code).toBe('conflict')
    await consultAgent(own, { taskId, agentId: await desk.addAgent(), note: null })
    expect((await refusalOf(endConsult(asAgent(desk, stranger), { taskId, note: null }))).code).toBe('forbidden')
    await requeueTask(desk.context, { taskId })
    const waiting = consultAgent(desk.context, { taskId, agentId: stranger, note: null })
    expect(await refusalOf(waiting)).toMatchObject({ code: 'conflict', lostTo: 'waiting' })
  })
})

describe('who can be asked', () => {
  it('is not who is offline: the refusal names the field', async () => {
    const desk = await openDesk()
    const { agentId, ticketId, taskId } = await holdTask(desk)
    const asked = await desk.addAgent()
    const own = asAgent(desk, agentId)
    await setPresence(desk.context, { agentId: asked, state: 'offline', reason: null, source: 'api' })
    const before = (await eventsOf(world, ticketId)).length
    expect(await refusalOf(consultAgent(own, { taskId, agentId: asked, note: 'Known?' }))).toMatchObject({
      code: 'conflict',
      reason: 'offline',
      at: '/agentId',
      why: 'agent_offline',
    })
    expect(await eventsOf(world, ticketId, before)).toEqual([])
    await desk.setPresence(asked, 'away')
    await consultAgent(own, { taskId, agentId: asked, note: null })
    expect(await consultOf(desk, taskId)).toMatchObject({ agentId: asked })
    // Asking again says nothing new, whoever has gone meanwhile.
    await setPresence(desk.context, { agentId: asked, state: 'offline', reason: null, source: 'api' })
    await consultAgent(own, { taskId, agentId: asked, note: null })
  })
})

describe('the list of consults', () => {
  const all = { agentId: null, role: null, isOpen: null }
  const listed = async (context: Desk['context'], filter: Partial<Parameters<typeof listConsults>[1]['filter']> = {}) =>
    (await listConsults(context, { filter: { ...all, ...filter }, after: null, limit: 10 })).map((one) => one.taskId)

  it('shows both of the two theirs, by side and state, and nobody else', async () => {
    const desk = await openDesk()
    const first = await consulting(desk)
    const second = await consulting(desk)
    for (const side of [first.agentId, first.asked]) {
      expect(await listed(asAgent(desk, side))).toEqual([first.taskId])
    }
    const own = asAgent(desk, first.asked)
    expect(await listed(own, { agentId: first.asked, role: 'asked' })).toEqual([first.taskId])
    expect(await listed(own, { agentId: first.asked, role: 'asking' })).toEqual([])
    expect(await listed(own, { agentId: second.asked })).toEqual([])
    expect(await listed(desk.context)).toEqual([first.taskId, second.taskId])
    await endConsult(own, { taskId: first.taskId, note: null })
    expect(await listed(own, { isOpen: true })).toEqual([])
    expect(await listed(own, { isOpen: false })).toEqual([first.taskId])
  })

  it('keeps to the channels, queues and partner of the caller, and is not for customers', async () => {
    const desk = await openDesk()
    const { taskId } = await consulting(desk)
    const scoped = (scope: { channels?: Set<string>; queues?: Set<string> }, more: Partial<Principal> = {}) =>
      listed(desk.contextOf({ ...systemPrincipal, scope: { channels: null, queues: null, ...scope }, ...more }))
    expect(await scoped({ channels: new Set(['email']) })).toEqual([taskId])
    expect(await scoped({ channels: new Set(['voice']) })).toEqual([])
    expect(await scoped({ queues: new Set(['payments']) })).toEqual([])
    expect(await scoped({}, { partnerId: newId() })).toEqual([])
    const customer = { ...systemPrincipal, kind: 'customer', permissions: new Set<string>() } as const
    await expect(listed(desk.contextOf(customer))).rejects.toMatchObject({ code: 'forbidden' })
  })
})
