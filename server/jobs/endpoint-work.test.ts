import { afterAll, afterEach, describe, expect, it } from 'vitest'
import {
  assignTicket,
  cancelTask,
  completeTask,
  consultAgent,
  pauseTask,
  pullTask,
  requeueTask,
  resumeTask,
  returnTask,
  transferTask,
  transitionTicket,
  unassignTicket,
} from '../modules/handling/index.ts'
import { encodeId } from '../platform/ids.ts'
import { type Endpoint, reply } from './testing/endpoint.ts'
import { openMachineWorld, until } from './testing/machine-world.ts'
import { asAgent } from './testing/moving-desk.ts'
import type { Desk } from './testing/router-world.ts'

const world = await openMachineWorld()
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

interface Machine {
  readonly endpoint: Endpoint
  readonly agentId: string
}

async function openDesk(): Promise<Desk> {
  const desk = await world.openDesk()
  desks.push(desk)
  return desk
}

/** A bot that no queue offers anything to by itself, so that only people give it work. */
async function addBot(desk: Desk, more: { kind?: 'bot' | 'partner' } = {}): Promise<Machine> {
  const endpoint = await world.startEndpoint(reply(202))
  return { endpoint, agentId: await world.addMachine(desk.context, endpoint.url, { queues: [], ...more }) }
}

/** A ticket that no agent of any queue is there for. */
async function addWaiting(desk: Desk): Promise<{ ticketId: string; taskId: string }> {
  const ticketId = await desk.addTicket()
  return { ticketId, taskId: (await desk.taskOf(ticketId)).id }
}

async function addHeld(desk: Desk): Promise<Machine & { ticketId: string; taskId: string }> {
  const bot = await addBot(desk)
  const { ticketId, taskId } = await addWaiting(desk)
  await assignTicket(desk.context, { ticketId, agentId: bot.agentId })
  await heard(bot, ['offer.accepted'])
  return { ...bot, ticketId, taskId }
}

/** Everything an endpoint was told, in the order of the ticket; each once. */
const heard = ({ endpoint }: Pick<Machine, 'endpoint'>, types: string[]) =>
  until(() => expect([...endpoint.offers, ...endpoint.news].map(({ body }) => body.type)).toEqual(types))

const lastOf = ({ endpoint }: Pick<Machine, 'endpoint'>) => endpoint.news.at(-1)?.body.data

const transfer = (desk: Desk, taskId: string, more: object) =>
  transferTask(desk.context, { taskId, to: {}, mode: 'cold', restart: false, force: false, note: null, ...more })

describe('a machine that is given work by hand', () => {
  it('is told of an offer that a transfer makes, and its answer counts', async () => {
    const desk = await openDesk()
    const bot = await addBot(desk)
    const { taskId } = await addWaiting(desk)
    bot.endpoint.answerBy(reply(200, { answer: 'accept' }))
    await transfer(desk, taskId, { to: { agentId: bot.agentId } })
    await heard(bot, ['offer.created', 'offer.accepted'])
    expect(bot.endpoint.offers[0]?.body.data.offer).toMatchObject({ reasons: [{ code: 'transferred' }] })
  })

  it('is told once of a ticket assigned to it, a partner as well', async () => {
    const desk = await openDesk()
    for (const kind of ['bot', 'partner'] as const) {
      const machine = await addBot(desk, { kind })
      const { ticketId, taskId } = await addWaiting(desk)
      await assignTicket(desk.context, { ticketId, agentId: machine.agentId })
      await assignTicket(desk.context, { ticketId, agentId: machine.agentId })
      await heard(machine, ['offer.accepted'])
      expect(lastOf(machine)).toMatchObject({
        offer: { state: 'accepted', reasons: [{ code: 'by_hand' }], agentId: encodeId('agent', machine.agentId) },
        task: { id: encodeId('task', taskId), state: 'active' },
      })
    }
  })

  it('is told of a ticket without open work that is assigned to it', async () => {
    const desk = await openDesk()
    const bot = await addBot(desk)
    const { ticketId, taskId } = await addWaiting(desk)
    await cancelTask(desk.context, { taskId, reason: 'mistake' })
    await assignTicket(desk.context, { ticketId, agentId: bot.agentId })
    await heard(bot, ['offer.accepted'])
  })

  it('is told of what is forced on it, handed over after a consult, and pulled in its name', async () => {
    const desk = await openDesk()
    const bot = await addBot(desk)
    const forced = await addWaiting(desk)
    await transfer(desk, forced.taskId, { to: { agentId: bot.agentId }, force: true })
    await heard(bot, ['offer.accepted'])
    const pulled = await addWaiting(desk)
    await pullTask(desk.context, { taskId: pulled.taskId, agentId: bot.agentId })
    await heard(bot, ['offer.accepted', 'offer.accepted'])
    const held = await addWaiting(desk)
    await assignTicket(desk.context, { ticketId: held.ticketId, agentId: await desk.addAgent({ queues: [] }) })
    await consultAgent(desk.context, { taskId: held.taskId, agentId: bot.agentId, note: null })
    await transfer(desk, held.taskId, { to: { agentId: bot.agentId }, mode: 'warm' })
    await heard(bot, ['offer.accepted', 'offer.accepted', 'offer.accepted', 'consult.ended'])
    expect(bot.endpoint.news[2]?.body.data).toMatchObject({ offer: { reasons: [{ code: 'handed_over' }] } })
  })
})

describe('a machine that loses work', () => {
  const losses: [
    string,
    string,
    (desk: Desk, held: { taskId: string; ticketId: string; agentId: string }) => unknown,
  ][] = [
    ['done', 'task.completed', (desk, { taskId }) => completeTask(desk.context, { taskId })],
    ['cancelled', 'task.cancelled', (desk, { taskId }) => cancelTask(desk.context, { taskId, reason: 'mistake' })],
    ['waiting', 'task.queued', (desk, { ticketId }) => unassignTicket(desk.context, { ticketId })],
    ['waiting', 'task.requeued', (desk, { taskId }) => requeueTask(desk.context, { taskId })],
    [
      'waiting',
      'task.returned',
      (desk, { taskId, agentId }) => returnTask(asAgent(desk, agentId), { taskId, reason: null, code: null }),
    ],
    ['waiting', 'task.transferred', (desk, { taskId }) => transfer(desk, taskId, { to: { queue: 'payments' } })],
    [
      'active',
      'task.updated',
      async (desk, { ticketId }) =>
        assignTicket(desk.context, { ticketId, agentId: await desk.addAgent({ queues: [] }) }),
    ],
  ]

  it.each(losses)('is told once: %s by %s', async (state, cause, lose) => {
    const desk = await openDesk()
    const held = await addHeld(desk)
    await lose(desk, held)
    await heard(held, ['offer.accepted', 'offer.released'])
    expect(lastOf(held)).toMatchObject({ cause, offer: { state: 'accepted' }, task: { state } })
    expect(lastOf(held)?.offer['releasedAt']).toEqual(expect.any(String))
  })

  it('is told by its ticket’s end', async () => {
    const desk = await openDesk()
    const bot = await addBot(desk)
    const ticketId = await desk.addTicket({ serviceLine: 'guest-support', category: 'user_system' })
    await assignTicket(desk.context, { ticketId, agentId: bot.agentId })
    await transitionTicket(desk.context, { ticketId, to: 'solved', resolution: 'Done' })
    await heard(bot, ['offer.accepted', 'offer.released'])
    expect(lastOf(bot)).toMatchObject({ cause: 'task.completed', task: { state: 'done' } })
  })

  it('is told of a pause, of the work coming back, and of work that is taken while it is paused', async () => {
    const desk = await openDesk()
    const held = await addHeld(desk)
    await pauseTask(desk.context, held)
    await heard(held, ['offer.accepted', 'offer.released'])
    expect(lastOf(held)).toMatchObject({ cause: 'task.paused', task: { state: 'paused' } })
    await resumeTask(desk.context, held)
    await heard(held, ['offer.accepted', 'offer.released', 'offer.accepted'])
    expect(lastOf(held)).toMatchObject({ offer: { reasons: [{ code: 'resumed' }] } })
    await pauseTask(desk.context, held)
    await requeueTask(desk.context, held)
    await heard(held, ['offer.accepted', 'offer.released', 'offer.accepted', 'offer.released', 'offer.released'])
    expect(lastOf(held)).toMatchObject({ cause: 'task.requeued', task: { state: 'paused' } })
  })

  it('to another machine at the same address hears both, as two messages', async () => {
    const desk = await openDesk()
    const held = await addHeld(desk)
    const other = await world.addMachine(desk.context, held.endpoint.url, { queues: [] })
    await assignTicket(desk.context, { ticketId: held.ticketId, agentId: other })
    await until(() => expect(held.endpoint.news).toHaveLength(3))
    expect(new Set(held.endpoint.news.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
    const told = held.endpoint.news.slice(1).map(({ body }) => [body.type, body.data.offer['agentId']])
    expect(told).toHaveLength(2)
    expect(told).toContainEqual(['offer.accepted', encodeId('agent', other)])
    expect(told).toContainEqual(['offer.released', encodeId('agent', held.agentId)])
  })
})

describe('an endpoint that takes many deliveries at once', () => {
  it.each([
    [9, 9],
    [null, 8],
    [2, 2],
  ])('gets as many as its agent says: %s makes %s', async (endpointConcurrency, most) => {
    const desk = await openDesk()
    const answers: (() => void)[] = []
    const endpoint = await world.startEndpoint((response, told) => {
      answers.push(() => void reply(200, { answer: 'accept' })(response, told))
    })
    const unitOverrides = { ticket: { units: 1 } }
    const tickets = await Promise.all(Array.from({ length: 10 }, () => desk.addTicket()))
    await world.addMachine(desk.context, endpoint.url, { endpointConcurrency, unitOverrides })
    await until(() => expect(answers).toHaveLength(most))
    world.send()
    // Nothing more goes while all of them are open: the next is sent only once one is answered.
    const waiting = await world.query(
      `select 1 from deliveries where workspace_id = $1 and lease_until is null and state = 'pending'`,
      [desk.context.workspace.id],
    )
    expect(waiting).toHaveLength(tickets.length - most)
    expect(answers).toHaveLength(most)
    await until(async () => {
      for (const answer of answers.splice(0)) answer()
      const states = await Promise.all(tickets.map(async (ticketId) => (await desk.taskOf(ticketId)).state))
      expect(new Set(states)).toEqual(new Set(['active']))
    })
  })
})
