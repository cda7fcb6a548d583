import { afterAll, describe, expect, it } from 'vitest'
import { createTicket, createTickets } from '../modules/intake/index.ts'
import { requeueTask, transferTask, transitionTicket, updateTicket } from '../modules/handling/index.ts'
import { createCall } from '../modules/voice/index.ts'
import type { Context } from '../platform/context.ts'
import { createMemory } from '../platform/memory.ts'
import { decodeId } from '../platform/ids.ts'
import { asSupervisor, eventsOf, holdTask } from './testing/moving-desk.ts'
import { addPartner, change, frontline, leavings, standing } from './testing/overflowing.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'
import { watchDesks } from './testing/watched-desks.ts'

// No router runs: what is judged here is judged where a task enters its queue.
const world = await openRouterWorld()
const openDesk = watchDesks(world)
afterAll(() => world.close())

const transfer = (queue: string) => ({ to: { queue }, mode: 'cold', restart: false, force: false, note: null }) as const

const create = async (desk: Desk, more: object = {}, key: Parameters<typeof createTicket>[1]['key'] = null) => {
  const request = { customerId: 'c-1', channel: 'email', language: 'en', ...more }
  const { answer } = await createTicket(desk.context, { request, key })
  return JSON.parse(answer) as { id: string; queue: string; taskId: string }
}

const waitingIn = async (desk: Desk) => {
  const rows = await world.query<{ queue: string; tasks: number }>(
    `select queue, count(*) as tasks from tasks where workspace_id = $1 and state = 'waiting' group by queue`,
    [desk.context.workspace.id],
  )
  return Object.fromEntries(rows.map(({ queue, tasks }) => [queue, tasks]))
}

describe('a queue that is too long', () => {
  it('sends a request on before it is answered, and says why', async () => {
    const desk = await openDesk(frontline(['{ above: 1, to: technical-support }']))
    expect(await create(desk)).toMatchObject({ queue: 'frontline' })
    const second = await create(desk)
    expect(second).toMatchObject({ queue: 'technical-support' })
    expect(await eventsOf(world, decodeId('ticket', second.id) ?? '')).toMatchObject([
      { type: 'ticket.created' },
      {
        type: 'task.overflowed',
        data: {
          taskId: second.taskId,
          queue: 'frontline',
          on: 'length',
          target: 'queue',
          to: 'technical-support',
          waiting: 2,
          above: 1,
        },
      },
      { type: 'task.queued', data: { taskId: second.taskId, queue: 'technical-support' } },
    ])
  })

  it('may send on to one that is too long itself', async () => {
    const desk = await openDesk((text) =>
      change(
        'label: Technical support\n',
        'label: Technical support\n      overflow:\n        - { above: 1, to: backend }\n',
      )(frontline(['{ above: 1, to: technical-support }'])(text)),
    )
    for (let tickets = 0; tickets < 5; tickets++) await create(desk)
    expect(await waitingIn(desk)).toEqual({ frontline: 1, 'technical-support': 1, backend: 3 })
    const targets = (await leavings(world, desk)).map(({ data }) => data['to'])
    expect(targets.map((to) => (to === 'backend' ? 'b' : 't')).join('')).toBe('ttbtbtb')
  })

  it('is filled exactly to its limit by 500 requests at once, from two nodes, beside moves into it', async () => {
    const desk = await openDesk(frontline(['{ above: 40, to: technical-support }']))
    const other = elsewhere(desk)
    const request = { customerId: 'c-1', channel: 'email', language: 'en' }
    const moved = await Promise.all(
      Array.from({ length: 12 }, () => desk.addTicket({ serviceLine: 'game-support', category: 'infrastructure' })),
    )
    const requests = Array.from({ length: 250 }, () => request)
    await Promise.all([
      createTickets(desk.context, { requests, key: null }),
      createTickets(other, { requests, key: null }),
      ...moved.map(async (ticketId) => {
        const { id: taskId } = await desk.taskOf(ticketId)
        await transferTask(asSupervisor(desk), { taskId, ...transfer('frontline') })
      }),
    ])
    expect(await waitingIn(desk)).toEqual({ frontline: 40, 'technical-support': 472 })
  })

  it('counts no request that only repeats its key', async () => {
    const desk = await openDesk(frontline(['{ above: 2, to: technical-support }']))
    const key = (name: string) => ({ route: 'POST /v1/tickets', key: name, fingerprint: Buffer.from('x') })
    await create(desk, {}, key('a'))
    const [, , last] = await Promise.all([create(desk, {}, key('a')), create(desk, {}, key('a')), create(desk)])
    expect(last).toMatchObject({ queue: 'frontline' })
    expect(await waitingIn(desk)).toEqual({ frontline: 2 })
  })

  it('sends on what is moved into it: transferred or edited', async () => {
    const desk = await openDesk(frontline(['{ above: 1, to: technical-support }']))
    const held = await holdTask(desk)
    await create(desk)
    await transferTask(asSupervisor(desk), { taskId: held.taskId, ...transfer('backend') })
    await transferTask(asSupervisor(desk), { taskId: held.taskId, ...transfer('frontline') })
    expect(await standing(world, held.ticketId)).toMatchObject({
      queue: 'technical-support',
      ticketQueue: 'technical-support',
    })
    const edited = await desk.addTicket({ category: 'infrastructure' })
    await updateTicket(desk.context, { ticketId: edited, update: { queue: 'frontline' }, expectedVersion: null })
    expect(await standing(world, edited)).toMatchObject({
      queue: 'technical-support',
      ticketQueue: 'technical-support',
    })
    expect(await leavings(world, desk)).toMatchObject([
      { data: { queue: 'frontline', on: 'length', waiting: 2, above: 1 } },
      { data: { queue: 'frontline', on: 'length', waiting: 2, above: 1 } },
    ])
  })

  it('keeps what comes back to it', async () => {
    const desk = await openDesk(frontline(['{ above: 1, to: technical-support }']))
    const own = await holdTask(desk)
    await create(desk)
    await requeueTask(asSupervisor(desk), { taskId: own.taskId })
    expect(await standing(world, own.ticketId)).toMatchObject({ queue: 'frontline' })
    expect(await waitingIn(desk)).toEqual({ frontline: 2 })
    expect(await create(desk)).toMatchObject({ queue: 'technical-support' })
  })

  it('lets a reopened ticket go on as well', async () => {
    const desk = await openDesk(frontline(['{ above: 1, to: technical-support }']))
    const { ticketId } = await holdTask(desk)
    const facts = {
      cause: { text: 'x' },
      correction: { text: 'x' },
      solutionCheck: 'passed',
      resolution: 'done',
    } as const
    await transitionTicket(desk.context, { ticketId, to: 'closed', ...facts })
    await create(desk)
    await transitionTicket(desk.context, { ticketId, to: 'classified' })
    expect(await standing(world, ticketId)).toMatchObject({
      queue: 'technical-support',
      ticketQueue: 'technical-support',
    })
  })

  it('skips a step while nobody where it leads could take the task', async () => {
    const desk = await openDesk(
      frontline(['{ above: 1, to: technical-support, skipIf: nobodyCanTake }', '{ above: 1, to: backend }']),
    )
    await create(desk)
    expect(await create(desk)).toMatchObject({ queue: 'backend' })
    const agentId = await desk.addAgent({ queues: ['technical-support'] })
    expect(await create(desk)).toMatchObject({ queue: 'technical-support' })
    expect(await create(desk, { language: 'pt' })).toMatchObject({ queue: 'backend' })
    await desk.setPresence(agentId, 'away')
    expect(await create(desk)).toMatchObject({ queue: 'backend' })
  })

  it('leaves to a partner who is there', async () => {
    const desk = await openDesk(frontline(['{ above: 1, partner: acme, skipIf: nobodyCanTake }']))
    await create(desk)
    await create(desk)
    const agentId = await addPartner(world, desk, 'acme')
    await create(desk)
    await desk.setPresence(agentId, 'available')
    await create(desk)
    expect(await leavings(world, desk)).toMatchObject([{ data: { target: 'partner', to: 'acme', waiting: 4 } }])
    expect(await waitingIn(desk)).toEqual({ frontline: 4 })
  })
})

describe('a call that meets a queue that is too long', () => {
  const take = async (desk: Desk, callRef: string, from = '+34600123456') => {
    const request = { customerId: 'c-1', from, to: '+34900123456', callRef, language: 'en' }
    const { body } = await createCall(desk.context, { request, key: null })
    return JSON.parse(body) as Record<string, unknown>
  }
  const ticketOf = async (desk: Desk, callRef: string) => {
    const rows = await world.query<{ id: string }>(
      'select ticket_id as id from calls where workspace_id = $1 and call_ref = $2',
      [desk.context.workspace.id, callRef],
    )
    return rows[0]?.id ?? ''
  }

  it('is called back where the queue says so, and keeps its place', async () => {
    const desk = await openDesk(frontline(['{ above: 1, to: callback }']))
    expect(await take(desk, 'one')).toMatchObject({ state: 'queued' })
    expect(await take(desk, 'two')).toMatchObject({ state: 'ended', endReason: 'callback', endedBy: 'system' })
    const ticketId = await ticketOf(desk, 'two')
    expect(await standing(world, ticketId)).toMatchObject({ kind: 'callback', queue: 'frontline', state: 'waiting' })
    expect((await eventsOf(world, ticketId)).map(({ type }) => type).slice(-4)).toEqual([
      'call.started',
      'task.overflowed',
      'callback.requested',
      'task.queued',
    ])
    // Mail cannot be called back: the step is none for it.
    expect(await create(desk)).toMatchObject({ queue: 'frontline' })
    expect(await leavings(world, desk)).toHaveLength(1)
  })

  it('waits on, or takes the next step, when nobody could dial its number', async () => {
    const desk = await openDesk(frontline(['{ above: 1, to: callback }', '{ above: 2, to: backend }']))
    const withheld = 'sip:anonymous@anonymous.invalid'
    for (const callRef of ['one', 'two']) expect(await take(desk, callRef, withheld)).toMatchObject({ state: 'queued' })
    expect(await leavings(world, desk)).toEqual([])
    await take(desk, 'three', withheld)
    expect(await leavings(world, desk)).toMatchObject([{ data: { on: 'length', to: 'backend', callRef: 'three' } }])
    const three = await ticketOf(desk, 'three')
    expect((await eventsOf(world, three)).at(-1)).toMatchObject({ type: 'task.queued', data: { callRef: 'three' } })
    expect(await standing(world, three)).toMatchObject({ kind: 'call', queue: 'backend' })
    const { id: taskId } = await desk.taskOf(three)
    await transferTask(asSupervisor(desk), { taskId, ...transfer('frontline') })
    expect(await standing(world, three)).toMatchObject({ kind: 'call', queue: 'frontline' })
  })

  it('leaves a message that is worked as a ticket elsewhere, beside callbacks below', async () => {
    const desk = await openDesk(
      frontline(['{ above: 1, to: callback }', '{ above: 2, to: voicemail }'], ['messageQueue: backend']),
    )
    for (const callRef of ['one', 'two', 'three']) await take(desk, callRef)
    expect(await standing(world, await ticketOf(desk, 'two'))).toMatchObject({ kind: 'callback', queue: 'frontline' })
    const ticketId = await ticketOf(desk, 'three')
    expect(await standing(world, ticketId)).toMatchObject({ kind: 'ticket', queue: 'backend', ticketQueue: 'backend' })
    expect((await leavings(world, desk)).map(({ data }) => data['to'])).toEqual(['callback', 'callback', 'voicemail'])
  })
})

/** The same workspace as a second node of the service sees it, which gathers requests of its own. */
function elsewhere({ context }: Desk): Context {
  return { ...context, memory: createMemory() }
}
