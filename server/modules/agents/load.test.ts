import { afterAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { openTestService } from '../events/testing/test-workspace-store.ts'
import {
  countMissedOffers,
  createAgent,
  forceUnits,
  getAgent,
  getWorkload,
  loadAgentsForRouter,
  moveReservedToUsed,
  releaseReserved,
  releaseUsed,
  reserveUnits,
  setPresence,
  updateAgent,
} from './index.ts'

const service = await openTestService()
afterAll(service.close)
const anyUrl = () => ({ ok: true }) as const

async function newContext(): Promise<Context> {
  return service.contextOf(await service.addWorkspace(`w-${newId()}`))
}
async function addAvailable(context: Context, capacityUnits = 100): Promise<string> {
  const { id } = await createAgent(context, { name: 'Ana', capacityUnits }, anyUrl)
  await setPresence(context, { agentId: id, state: 'available', reason: null, source: 'api' })
  return id
}
const loadOf = async (context: Context, agentId: string) => (await getAgent(context, { agentId }))?.load
const now = () => service.clock.now()

describe('units of an agent', () => {
  it('are reserved while the agent is available and has room, and not beyond', async () => {
    const context = await newContext()
    const ws = context.workspace.id
    const agentId = await addAvailable(context)
    const reserve = (units: number) => context.transaction((tx) => reserveUnits(tx, ws, [{ agentId, units }]))
    expect(await reserve(60)).toMatchObject([{ agentId, loadVersion: 3, usedUnits: 0, reservedUnits: 60 }])
    expect(await reserve(41)).toEqual([])
    expect(await reserve(40)).toMatchObject([{ reservedUnits: 100 }])
    await setPresence(context, { agentId, state: 'away', reason: null, source: 'api' })
    await context.transaction((tx) => releaseReserved(tx, ws, [{ agentId, units: 60 }]))
    expect(await reserve(1)).toEqual([])
  })

  it('never exceed the capacity when forty claims of ten units race for it', async () => {
    const context = await newContext()
    const ws = context.workspace.id
    const agentIds = [await addAvailable(context), await addAvailable(context)]
    const claims = Array.from({ length: 40 }, (_, index) => {
      const batch = agentIds.map((agentId) => ({ agentId, units: 10 }))
      return context.transaction((tx) => reserveUnits(tx, ws, index % 2 === 0 ? batch : batch.toReversed()))
    })
    const won = (await Promise.all(claims)).flat()
    expect(won).toHaveLength(20)
    for (const agentId of agentIds) expect(await loadOf(context, agentId)).toEqual({ usedUnits: 0, reservedUnits: 100 })
  })

  it('move from reserved to used and back to free, each step with a higher version', async () => {
    const context = await newContext()
    const ws = context.workspace.id
    const agentId = await addAvailable(context)
    const change = [{ agentId, units: 33 }]
    const steps = [
      await context.transaction((tx) => reserveUnits(tx, ws, change)),
      await context.transaction((tx) => moveReservedToUsed(tx, ws, change, now())),
      await context.transaction((tx) => releaseUsed(tx, ws, change, now())),
    ]
    expect(steps.flat()).toMatchObject([
      { usedUnits: 0, reservedUnits: 33, loadVersion: 3 },
      { usedUnits: 33, reservedUnits: 0, loadVersion: 4 },
      { usedUnits: 0, reservedUnits: 0, loadVersion: 5 },
    ])
  })

  it('cannot be given back twice', async () => {
    const context = await newContext()
    const agentId = await addAvailable(context)
    const release = context.transaction((tx) => releaseUsed(tx, context.workspace.id, [{ agentId, units: 10 }], now()))
    await expect(release).rejects.toMatchObject({ constraint: 'agent_loads_used_units_check' })
  })

  it('may be forced above capacity, and then nothing new comes until the excess is gone', async () => {
    const context = await newContext()
    const ws = context.workspace.id
    const agentId = await addAvailable(context, 20)
    await context.transaction((tx) => forceUnits(tx, ws, [{ agentId, units: 100 }], now()))
    expect(await loadOf(context, agentId)).toEqual({ usedUnits: 100, reservedUnits: 0 })
    expect(await context.transaction((tx) => reserveUnits(tx, ws, [{ agentId, units: 1 }]))).toEqual([])
    await context.transaction((tx) => releaseUsed(tx, ws, [{ agentId, units: 90 }], now()))
    const again = context.transaction(async (tx) => {
      await reserveUnits(tx, ws, [{ agentId, units: 10 }])
      return reserveUnits(tx, ws, [{ agentId, units: 1 }])
    })
    expect(await again).toEqual([])
    expect(await loadOf(context, agentId)).toEqual({ usedUnits: 10, reservedUnits: 10 })
  })

  it('above a lowered capacity may be worked off', async () => {
    const context = await newContext()
    const ws = context.workspace.id
    const agentId = await addAvailable(context)
    await context.transaction((tx) => forceUnits(tx, ws, [{ agentId, units: 80 }], now()))
    const lower = { agentId, changes: { capacityUnits: 50 }, expectedVersion: null }
    expect(await updateAgent(context, lower, anyUrl)).toMatchObject({ capacityUnits: 50, load: { usedUnits: 80 } })
    await context.transaction((tx) => releaseUsed(tx, ws, [{ agentId, units: 40 }], now()))
    const claim = (units: number) => context.transaction((tx) => reserveUnits(tx, ws, [{ agentId, units }]))
    expect(await claim(11)).toEqual([])
    expect(await claim(10)).toHaveLength(1)
  })
})

describe('missed offers', () => {
  it('pause the agent at the limit, with an event, and start anew when it is available again', async () => {
    const context = await newContext()
    const agentId = await addAvailable(context)
    const miss = () => context.transaction((tx) => countMissedOffers(tx, context, { agentIds: [agentId], limit: 2 }))
    expect(await miss()).toEqual([])
    expect(await miss()).toMatchObject([{ agentId, from: 'available', to: 'busy', reason: 'missed_offers' }])
    expect(await getAgent(context, { agentId })).toMatchObject({ presence: { state: 'busy', reason: 'missed_offers' } })
    await setPresence(context, { agentId, state: 'available', reason: null, source: 'api' })
    expect(await miss()).toEqual([])
  })

  it('in a row are ended by an acceptance', async () => {
    const context = await newContext()
    const agentId = await addAvailable(context)
    const miss = () => context.transaction((tx) => countMissedOffers(tx, context, { agentIds: [agentId], limit: 2 }))
    await miss()
    await context.transaction(async (tx) => {
      await reserveUnits(tx, context.workspace.id, [{ agentId, units: 10 }])
      await moveReservedToUsed(tx, context.workspace.id, [{ agentId, units: 10 }], now())
    })
    expect(await miss()).toEqual([])
  })
})

describe('what an agent holds', () => {
  it('is listed with its units by channel, and read by the router by kind', async () => {
    const context = await newContext()
    const ws = context.workspace.id
    const agentId = await addAvailable(context)
    const [customer, pending, accepted] = [newId(), newId(), newId()]
    await context.transaction(async (tx) => {
      const run = (text: string, values: unknown[]) => tx.prepared({ name: `t-${newId()}`, text }, values)
      await run('insert into customers (workspace_id, id, external_id) values ($1, $2, $3)', [ws, customer, customer])
      for (const [index, offer] of [pending, accepted].entries()) {
        const [ticket, task] = [newId(), newId()]
        await run(
          `insert into tickets (workspace_id, id, number, type, priority, channel, language, lifecycle, status,
             status_category, queue, customer_id, created_by, workflow_version, created_at, updated_at)
           values ($1, $2, $3, 'incident', 'normal', 'live-chat', 'en', 'care', 'created', 'new', 'frontline', $4, '{}', 1, now(), now())`,
          [ws, ticket, index, customer],
        )
        await run(
          `insert into tasks (workspace_id, id, ticket_id, kind, queue, channel, priority, requirements, state, agent_id, entered_at, created_at)
           values ($1, $2, $3, 'chat', 'frontline', 'live-chat', 'normal', '{}', $4, $5, now(), now())`,
          [ws, task, ticket, offer === accepted ? 'active' : 'offered', offer === accepted ? agentId : null],
        )
        await run(
          `insert into offers (workspace_id, id, task_id, ticket_id, agent_id, queue, channel, state, units, one_at_a_time, created_at, expires_at)
           values ($1, $2, $3, $4, $5, 'frontline', 'live-chat', $6, 33, true, now(), now())`,
          [ws, offer, task, ticket, agentId, offer === accepted ? 'accepted' : 'pending'],
        )
      }
      await reserveUnits(tx, ws, [{ agentId, units: 66 }])
      await moveReservedToUsed(tx, ws, [{ agentId, units: 33 }], now())
    })
    const workload = await getWorkload(context, { agentId })
    expect(workload).toMatchObject({
      usedUnits: 33,
      reservedUnits: 33,
      capacityUnits: 100,
      byChannel: { 'live-chat': 66 },
    })
    const states = new Map(workload?.tasks.map((task) => [task.offerId, task.state]))
    expect(states).toEqual(
      new Map([
        [pending, 'offered'],
        [accepted, 'active'],
      ]),
    )
    const [routable] = await context.read((tx) => loadAgentsForRouter(tx, ws))
    expect(routable).toMatchObject({ agentId, presence: 'available', units: 66, byKind: { chat: 2 }, loadVersion: 4 })
    expect(routable?.offeredAt).toBeGreaterThan(0)
  })
})
