import { afterAll, describe, expect, it, vi } from 'vitest'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import type { Principal } from '../../platform/principal.ts'
import { soon } from '../../platform/testing/soon.ts'
import { acceptOffer, cancelTask, completeTask } from '../handling/index.ts'
import { promiseWaits, readWaitAccuracy, removeOldPromises, scorePromises } from './index.ts'

const world = await openRouterWorld()
const router = world.startRouter()
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const day = 24 * 3_600_000

interface PromiseRow {
  taskId: string
  position: number
  outcome: string | null
  endedAt: number | null
}
const promisesOf = (desk: Desk) =>
  world.query<PromiseRow>(
    `select task_id as "taskId", position, outcome, ended_at as "endedAt" from wait_promises
     where workspace_id = $1 order by promised_at, position`,
    [desk.context.workspace.id],
  )
const accuracyOf = (desk: Desk) => readWaitAccuracy(desk.context, { queue: 'frontline' })

async function acceptNext(desk: Desk, afterMs = 4_000): Promise<string> {
  const offer = await vi.waitFor(async () => {
    const [first] = await desk.offers('pending')
    expect(first).toBeDefined()
    return first!
  }, soon)
  world.advance(afterMs)
  await acceptOffer(desk.context, { offerId: offer.id })
  return offer.taskId
}

/** One agent who holds one task at a time and has lately worked through three, and two more that wait. */
async function busyDesk() {
  const desk = await world.openDesk()
  await desk.addAgent({ capacityUnits: 10 })
  const tickets: string[] = []
  for (let ticket = 0; ticket < 6; ticket++) tickets.push(await desk.addTicket())
  for (let done = 0; done < 3; done++) {
    const taskId = await acceptNext(desk)
    world.advance(120_000)
    await completeTask(desk.context, { taskId })
  }
  const inHand = await acceptNext(desk)
  const waiting: string[] = []
  for (const ticket of tickets) {
    const task = await desk.taskOf(ticket)
    if (task.state === 'waiting') waiting.push(task.id)
  }
  return { desk, inHand, waiting }
}

describe('a promised wait', () => {
  it('is kept once a minute and scored when the wait ends, however often that is tried', async () => {
    const { desk, inHand, waiting } = await busyDesk()
    const [next = '', last = ''] = waiting
    world.advance(60_000 - (desk.context.now() % 60_000))
    const promised = await promiseWaits(desk.context, { taskIds: waiting })
    await promiseWaits(desk.context, { taskIds: waiting })
    expect(waiting.map((id) => promised.get(id)?.position)).toEqual([1, 2])
    const waits = waiting.map((id) => promised.get(id)?.estimatedWait)
    expect(waits[0]).toMatchObject({ basis: 'pace', confidence: 'low' })
    // Its agent takes two minutes for each.
    expect(waits[0]?.p50Seconds).toBeGreaterThan(60)
    expect(waits[0]?.p50Seconds).toBeLessThan(300)
    expect(waits[1]?.p50Seconds).toBeGreaterThan(waits[0]?.p50Seconds ?? 0)
    expect(await promisesOf(desk)).toMatchObject([
      { taskId: next, position: 1, outcome: null },
      { taskId: last, position: 2, outcome: null },
    ])
    expect(await scorePromises(desk.context)).toBe(0)
    expect(await accuracyOf(desk)).toMatchObject({ n: 0, excluded: 0, coverageP90: null, byBasis: [] })

    await completeTask(desk.context, { taskId: inHand })
    expect(await acceptNext(desk, 10_000)).toBe(next)
    await cancelTask(desk.context, { taskId: last, reason: 'test' })
    const both = await Promise.all([scorePromises(desk.context), scorePromises(desk.context)])
    expect(both[0] + both[1]).toBe(2)
    const scored = await promisesOf(desk)
    expect(scored).toMatchObject([{ outcome: 'accepted' }, { outcome: 'left' }])
    expect(await scorePromises(desk.context)).toBe(0)
    expect(await promisesOf(desk)).toEqual(scored)
    const accuracy = await accuracyOf(desk)
    expect(accuracy).toMatchObject({
      n: 1,
      excluded: 1,
      coverageP90: 1,
      coverageP50: 1,
      byBasis: [{ basis: 'pace', n: 1, excluded: 1 }],
    })
    expect(accuracy?.meanAbsoluteErrorSeconds).toBeGreaterThan(30)
  })

  it('is not made where nothing is known', async () => {
    const desk = await world.openDesk()
    const taskId = (await desk.taskOf(await desk.addTicket())).id
    const promised = await promiseWaits(desk.context, { taskIds: [taskId] })
    expect(promised.get(taskId)).toMatchObject({ position: 1, estimatedWait: null })
    expect(await promisesOf(desk)).toEqual([])
  })

  it('is given to nobody who may not see the task', async () => {
    const desk = await world.openDesk()
    const taskIds = [(await desk.taskOf(await desk.addTicket())).id]
    const { principal } = desk.context
    const elsewhere = { ...principal, scope: { ...principal.scope, queues: new Set(['payments']) } }
    expect((await promiseWaits(desk.contextOf(elsewhere), { taskIds })).size).toBe(0)
    expect(await readWaitAccuracy(desk.contextOf(elsewhere), { queue: 'frontline' })).toBeNull()
    const nobody: Principal = { ...principal, kind: 'token', permissions: new Set() }
    await expect(promiseWaits(desk.contextOf(nobody), { taskIds })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(scorePromises(desk.contextOf(nobody))).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is forgotten after 90 days', async () => {
    const desk = await world.openDesk()
    const { id: taskId } = await desk.taskOf(await desk.addTicket())
    const promiseAged = (days: number) => {
      const time = Math.floor(desk.context.now() - days * day)
      const hex = time.toString(16).padStart(12, '0')
      return world.query(
        `insert into wait_promises (workspace_id, id, task_id, queue, priority, position, p50_seconds, p90_seconds,
           basis, confidence, promised_at, promised_minute)
         values ($1, $2, $3, 'frontline', 'normal', $4, 1, 2, 'pace', 'low', now(), $4)`,
        [desk.context.workspace.id, `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`, taskId, days],
      )
    }
    await promiseAged(89)
    await promiseAged(91)
    expect(await removeOldPromises(desk.context)).toBe(1)
    expect(await promisesOf(desk)).toMatchObject([{ position: 89 }])
  })
})
