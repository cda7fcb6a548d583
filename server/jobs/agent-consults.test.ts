import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { callbackSecrets } from '../modules/access/index.ts'
import { listAllDeliveries } from '../modules/deliveries/index.ts'
import { assignTicket, completeTask, consultAgent, endConsult } from '../modules/handling/index.ts'
import { getTask } from '../modules/routing/index.ts'
import { encodeId, newId } from '../platform/ids.ts'
import type { Endpoint } from './testing/endpoint.ts'
import { reply } from './testing/endpoint.ts'
import { openMachineWorld, presenceOf, until } from './testing/machine-world.ts'
import { asAgent } from './testing/moving-desk.ts'
import type { Desk } from './testing/router-world.ts'

const world = await openMachineWorld()
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

async function openDesk(): Promise<Desk> {
  const desk = await world.openDesk()
  desks.push(desk)
  return desk
}

/** A task in the hands of a person, and a machine that takes no offers. */
async function open(answer = reply(202), more: { kind?: 'bot' | 'partner'; partnerId?: string } = {}) {
  const desk = await openDesk()
  const endpoint = await world.startEndpoint(answer)
  const machine = await world.addMachine(desk.context, endpoint.url, { queues: [], ...more })
  const person = await desk.addAgent({ queues: [] })
  const ticketId = await desk.addTicket({ issueSummary: 'Olá – ✓' })
  await assignTicket(desk.context, { ticketId, agentId: person })
  const taskId = (await desk.taskOf(ticketId)).id
  const ask = (note: string | null = 'Is this known?') =>
    consultAgent(asAgent(desk, person), { taskId, agentId: machine, note })
  const isOpen = async () => (await getTask(desk.context, { taskId }))?.consult !== null
  const notes = () =>
    world.query<{ body: string }>('select body from messages where ticket_id = $1 order by seq', [ticketId])
  return { desk, endpoint, machine, person, ticketId, taskId, ask, isOpen, notes }
}
const newsOf = ({ news }: Endpoint) => news.map(({ body }) => [body.type, body.data['consult']])

describe('a consult with a machine', () => {
  it('is told to its endpoint, signed, with the question and what it is about', async () => {
    const { desk, endpoint, machine, person, ticketId, taskId, ask, isOpen } = await open()
    await ask()
    await until(() => expect(endpoint.consults).toHaveLength(1))
    const [told] = endpoint.consults
    const owner = { kind: 'workspace', id: desk.context.workspace.id } as const
    const [key = ''] = await desk.context.transaction((tx) => callbackSecrets(tx, desk.context, owner))
    expect(new Webhook(key).verify(told?.text ?? '', told?.headers as Record<string, string>)).toMatchObject({
      type: 'consult.requested',
      workspaceId: encodeId('workspace', desk.context.workspace.id),
      ticketId: encodeId('ticket', ticketId),
      data: {
        consult: {
          state: 'open',
          agentId: encodeId('agent', machine),
          from: { id: encodeId('agent', person) },
          note: 'Is this known?',
        },
        task: { id: encodeId('task', taskId), kind: 'ticket', state: 'active' },
        ticket: { id: encodeId('ticket', ticketId), issueSummary: 'Olá – ✓' },
      },
    })
    expect(await isOpen()).toBe(true)
    await ask()
    expect(endpoint.consults).toHaveLength(1)
  })

  it('is signed by the partner’s key where a partner is asked', async () => {
    const partnerId = newId()
    const desk = await openDesk()
    await world.query(`insert into partners (workspace_id, id, slug, name) values ($1, $2, 'acme', 'Acme')`, [
      desk.context.workspace.id,
      partnerId,
    ])
    const endpoint = await world.startEndpoint(reply(204))
    const machine = await world.addMachine(desk.context, endpoint.url, { queues: [], kind: 'partner', partnerId })
    const person = await desk.addAgent({ queues: [] })
    const ticketId = await desk.addTicket()
    await assignTicket(desk.context, { ticketId, agentId: person })
    const taskId = (await desk.taskOf(ticketId)).id
    await consultAgent(asAgent(desk, person), { taskId, agentId: machine, note: null })
    await until(() => expect(endpoint.consults).toHaveLength(1))
    const owner = { kind: 'partner', id: partnerId } as const
    const [key = ''] = await desk.context.transaction((tx) => callbackSecrets(tx, desk.context, owner))
    const [told] = endpoint.consults
    expect(() => new Webhook(key).verify(told?.text ?? '', told?.headers as Record<string, string>)).not.toThrow()
    // An answer to a question is no acceptance by receipt.
    expect((await getTask(desk.context, { taskId }))?.consult).not.toBeNull()
  })

  it('is answered in the response, as that agent, and the endpoint is told that it is over', async () => {
    const { endpoint, machine, ticketId, ask, isOpen, notes } = await open(
      reply(200, { answer: 'reply', note: 'Yes,\nsince nine.\u0007' }),
    )
    await ask()
    await until(async () => expect(await isOpen()).toBe(false))
    expect(await notes()).toEqual([{ body: 'Is this known?' }, { body: 'Yes,\nsince nine.' }])
    const [ended] = await world.query<{ actor: object; data: object }>(
      `select actor, data from events where ticket_id = $1 and type = 'task.consult_ended'`,
      [ticketId],
    )
    expect(ended).toMatchObject({ actor: { kind: 'agent', id: machine }, data: { reason: 'ended' } })
    await until(() =>
      expect(newsOf(endpoint)).toMatchObject([['consult.ended', { state: 'ended', endReason: 'ended' }]]),
    )
  })

  it.each([
    [reply(200, { answer: 'decline', reason: 'Not mine' }), 'Not mine'],
    [reply(409, { reason: 'Busy' }), 'Busy'],
    [reply(410), null],
  ])('is turned down in the response', async (answer, reason) => {
    const { ask, isOpen, notes } = await open(answer)
    await ask(null)
    await until(async () => expect(await isOpen()).toBe(false))
    expect(await notes()).toEqual(reason === null ? [] : [{ body: reason }])
  })

  it('is answered by a later call as well', async () => {
    const { desk, endpoint, machine, taskId, ask, isOpen, notes } = await open(reply(202))
    await ask()
    await until(() => expect(endpoint.consults).toHaveLength(1))
    await endConsult(asAgent(desk, machine), { taskId, note: 'Since nine.' })
    expect([await isOpen(), (await notes()).at(-1)]).toEqual([false, { body: 'Since nine.' }])
  })

  it('is sent again after a failure, and counts against the endpoint until it is heard', async () => {
    const answers = [reply(500), reply(503), reply(200, { answer: 'reply', note: 'Yes.' })]
    const { desk, endpoint, ask, isOpen } = await open((response, told) => answers.shift()?.(response, told))
    await ask()
    await until(async () => {
      await world.hasten(desk)
      expect(await isOpen()).toBe(false)
    })
    expect(endpoint.consults).toHaveLength(3)
    expect(new Set(endpoint.consults.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('is not told any more once it has ended, and a late answer ends no other one', async () => {
    let release = () => {}
    const { desk, endpoint, machine, person, taskId, ask, isOpen, notes } = await open((response, told) => {
      release = () => void reply(200, { answer: 'reply', note: 'Too late.' })(response, told)
    })
    await ask('First?')
    await until(() => expect(endpoint.consults).toHaveLength(1))
    await endConsult(asAgent(desk, person), { taskId, note: null })
    endpoint.answerBy(reply(202))
    await ask('Second?')
    release()
    await until(() => expect(endpoint.consults).toHaveLength(2))
    await until(async () => {
      await world.hasten(desk)
      expect((await listed(desk)).map(({ state }) => state)).not.toContain('pending')
    })
    expect([await isOpen(), await notes()]).toEqual([true, [{ body: 'First?' }, { body: 'Second?' }]])
    expect(endpoint.consults[1]?.body.data['consult']).toMatchObject({ agentId: encodeId('agent', machine) })
    await completeTask(desk.context, { taskId })
    await until(() =>
      expect(newsOf(endpoint)).toMatchObject([
        ['consult.ended', { endReason: 'ended' }],
        ['consult.ended', { endReason: 'task_moved' }],
      ]),
    )
  })

  it('ends by itself where the endpoint cannot be reached, and the agent is seen to be away', async () => {
    const { desk, machine, ticketId, ask, isOpen } = await open(reply(500))
    await ask()
    await until(async () => {
      await world.hasten(desk)
      expect(await presenceOf(desk, machine)).toBe('busy endpoint_failing')
    })
    world.pass(10 * 60_000)
    await until(async () => {
      await world.hasten(desk)
      expect(await isOpen()).toBe(false)
    })
    const ends = await world.query<{ data: object }>(
      `select data from events where ticket_id = $1 and type = 'task.consult_ended'`,
      [ticketId],
    )
    expect(ends).toMatchObject([{ data: { reason: 'not_reached' } }])
  })

  it('is listed among deliveries as one, and not as a callback', async () => {
    const { desk, endpoint, ask } = await open()
    await ask()
    await until(() => expect(endpoint.consults).toHaveLength(1))
    expect(await listed(desk)).toMatchObject([{ type: 'consult.requested', url: endpoint.url }])
    expect(await listed(desk, 'callback')).toEqual([])
  })
})

const listed = async (desk: Desk, kind: 'consult' | 'callback' = 'consult') =>
  listAllDeliveries(desk.context, { filter: { kind }, before: null, limit: 10 })

it('a person who is asked has no endpoint, and nothing is sent', async () => {
  const { desk, person, taskId } = await open()
  await consultAgent(asAgent(desk, person), { taskId, agentId: await desk.addAgent({ queues: [] }), note: null })
  expect(await listed(desk)).toEqual([])
})
