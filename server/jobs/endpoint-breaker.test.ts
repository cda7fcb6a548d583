import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { setPresence } from '../modules/agents/index.ts'
import { newId } from '../platform/ids.ts'
import { systemPrincipal } from '../platform/principal.ts'
import { reply } from './testing/endpoint.ts'
import { firstOffer, openMachineWorld, presenceOf, until } from './testing/machine-world.ts'
import type { Desk } from './testing/router-world.ts'

const world = await openMachineWorld()
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

const openDesk = async () => {
  const desk = await world.openDesk()
  desks.push(desk)
  return desk
}
const { addMachine } = world
const stateOf = async (desk: Desk, offerId: string) => (await desk.offers()).find((one) => one.id === offerId)?.state
/** Lets the pause of a failing endpoint be over, once what it was asked before is: a pause outlasts every request. */
const endPause = async (desk: Desk) => {
  const workspaceId = desk.context.workspace.id
  await until(async () => {
    expect(await desk.offers('pending')).toEqual([])
    const asked = 'select 1 from deliveries where workspace_id = $1 and lease_until is not null'
    expect(await world.query(asked, [workspaceId])).toEqual([])
  })
  await world.query(
    `update timers set due_at = now() - interval '1 ms' where workspace_id = $1 and kind = 'agent.endpoint'`,
    [workspaceId],
  )
}
const isPresent = (desk: Desk, agentId: string, wanted: string) =>
  until(async () => {
    await world.hasten(desk)
    expect(await presenceOf(desk, agentId)).toBe(wanted)
  })

describe('an endpoint that fails', () => {
  it('makes its agent busy after five failures in a row, and the next agent gets the task at once', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(500))
    const agentId = await addMachine(desk.context, endpoint.url)
    await desk.addTicket()
    const offer = await firstOffer(desk)
    const person = await desk.addAgent()
    await isPresent(desk, agentId, 'busy endpoint_failing')
    expect(endpoint.offers).toHaveLength(5)
    await until(async () => expect((await desk.offers('pending')).map((one) => one.agentId)).toEqual([person]))
    expect(await stateOf(desk, offer.id)).toBe('revoked')
    const changes = await world.query<{ data: object }>(
      `select data from events where subject_id = $1 and type = 'agent.presence_changed' order by seq`,
      [agentId],
    )
    expect(changes.at(-1)?.data).toMatchObject({ to: 'busy', reason: 'endpoint_failing', cause: 'endpoint' })
  })

  it('is tried with one offer after a pause, longer each time, and recovers by itself', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(500))
    const agentId = await addMachine(desk.context, endpoint.url)
    for (let index = 0; index < 3; index++) await desk.addTicket()
    await isPresent(desk, agentId, 'busy endpoint_failing')
    const pausesOf = async () => {
      const [pause] = await world.query<{ count: number; ms: string }>(
        `select load.endpoint_pauses as count, extract(epoch from timer.due_at - load.presence_since) * 1000 as ms
         from agent_loads as load left join timers as timer on timer.subject_id = load.agent_id
         where load.agent_id = $1`,
        [agentId],
      )
      return { count: pause?.count, ms: Number(pause?.ms) }
    }
    expect(await pausesOf()).toEqual({ count: 1, ms: 30_000 })
    const before = (await desk.offers()).length
    await endPause(desk)
    await until(async () => expect(await pausesOf()).toEqual({ count: 2, ms: 60_000 }))
    expect((await desk.offers()).length - before).toBe(1)
    endpoint.answerBy(reply(202))
    await endPause(desk)
    await isPresent(desk, agentId, 'available null')
    await until(async () => expect(await desk.offers('pending')).toHaveLength(3))
  })

  it('is one that we cannot sign for, too', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(200))
    const nobody = { ...systemPrincipal, kind: 'token', id: newId() } as const
    const agentId = await addMachine(desk.contextOf(nobody), endpoint.url)
    for (let index = 0; index < 3; index++) await desk.addTicket()
    await isPresent(desk, agentId, 'busy endpoint_failing')
    expect(endpoint.offers).toEqual([])
  })

  it('is tried first when its agent is set available by hand', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(500))
    const agentId = await addMachine(desk.context, endpoint.url)
    await desk.addTicket()
    await isPresent(desk, agentId, 'busy endpoint_failing')
    const set = await setPresence(desk.context, { agentId, state: 'available', reason: null, source: 'api' })
    expect(set?.presence.reason).toBe('endpoint_probing')
    await isPresent(desk, agentId, 'busy endpoint_failing')
  })

  it('is not taken for an agent that misses offers', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(() => undefined)
    const agentId = await addMachine(desk.context, endpoint.url)
    for (let index = 0; index < 3; index++) await desk.addTicket()
    await until(() => expect(endpoint.offers).toHaveLength(3))
    world.pass(45_001)
    await until(async () => expect(await desk.offers('expired')).toHaveLength(3))
    expect(await presenceOf(desk, agentId)).not.toContain('missed_offers')
  })

  it('that hangs delays neither the offers of another machine nor those of persons', async () => {
    const desk = await openDesk()
    const hanging = await world.startEndpoint(() => undefined)
    const healthy = await world.startEndpoint(reply(200, { answer: 'accept' }))
    await addMachine(desk.context, hanging.url, { queues: ['payments'], skills: { payments: 3 }, capacityUnits: 400 })
    const payment = { category: 'payment_processing', serviceLine: 'platform-support' }
    for (let index = 0; index < 12; index++) await desk.addTicket(payment)
    await until(() => expect(hanging.offers.length).toBeGreaterThanOrEqual(8))
    await addMachine(desk.context, healthy.url)
    const ticketId = await desk.addTicket()
    await until(async () => expect((await desk.taskOf(ticketId)).state).toBe('active'))
  })
})
