import { afterAll, describe, expect, it } from 'vitest'
import { claimDeliveries, listFailingOrigins, recordAttempts, replayCallbacks } from './index.ts'
import type { ClaimedDelivery } from './delivery.ts'
import type { AttemptResult } from './judge-attempt.ts'
import { openDeliveryWorld } from './testing/delivery-world-store.ts'
import { answered } from './testing/webhook-world.ts'

const world = await openDeliveryWorld()
afterAll(world.close)
const noAnswer: AttemptResult = { kind: 'failed', errorClass: 'timeout', durationMs: 15_000 }
const down = 'https://down.example.com'

/** A workspace whose tickets each name an address of their own at one origin. */
async function open(callbacks: number, origin = down) {
  const workspace = await world.addWorkspace()
  const context = world.contextOf(workspace)
  const add = async (count: number, at = origin) => {
    for (let index = 0; index < count; index++)
      await world.queue(await world.addTicket(workspace), { url: `${at}/tickets/${index}`, sequence: 1 })
  }
  await add(callbacks)
  const claim = () => claimDeliveries(context, { limit: 64 })
  const report = (claimed: readonly ClaimedDelivery[], result: AttemptResult) =>
    recordAttempts(
      context,
      claimed.map((delivery) => ({ delivery, result, startedAt: context.now() })),
    )
  const answer = async (result: AttemptResult) => {
    const claimed = await claim()
    await report(claimed, result)
    return claimed
  }
  const states = () =>
    world.query<{ state: string; count: number; attempts: number }>(
      `select state, count(*), max(attempts - uncounted) as attempts from deliveries where workspace_id = $1 group by state order by state`,
      [workspace.id],
    )
  const change = (set: string) =>
    world.query(`update webhook_states set ${set} where workspace_id = $1`, [workspace.id])
  return { workspace, context, add, claim, report, answer, states, change }
}

/** Lets everything fail that may go, until the breaker is open. */
async function failUntilOpen(desk: Awaited<ReturnType<typeof open>>) {
  expect(await desk.answer(noAnswer)).toHaveLength(8)
  expect(await desk.answer(noAnswer)).toHaveLength(8)
  expect(await desk.answer(noAnswer)).toEqual([])
}

describe('callbacks to many addresses of one origin', () => {
  it('are eight in flight at once, however many addresses tickets name', async () => {
    const desk = await open(20)
    expect(await desk.claim()).toHaveLength(8)
    await desk.add(1, 'https://other.example.com')
    expect(await desk.claim()).toMatchObject([{ url: 'https://other.example.com/tickets/0' }])
  })

  it('wait without losing an attempt once ten in a row have failed, and another origin does not', async () => {
    const desk = await open(30)
    await failUntilOpen(desk)
    expect(await desk.states()).toEqual([{ state: 'pending', count: 30, attempts: 1 }])
    expect(await listFailingOrigins(desk.context)).toMatchObject([
      { origin: down, failures: 16, waiting: 30, probeAt: expect.any(Number) },
    ])
    await desk.add(1, 'https://other.example.com')
    expect(await desk.answer(answered(200))).toHaveLength(1)
  })

  it('are tried with one after the pause, and all go when that one gets through', async () => {
    const desk = await open(20)
    await failUntilOpen(desk)
    await desk.change(`probe_at = now() - interval '1 ms'`)
    expect(await desk.answer(noAnswer)).toMatchObject([{ isProbe: true }])
    expect(await desk.states()).toEqual([{ state: 'pending', count: 20, attempts: 1 }])
    await desk.change(`probe_at = now() - interval '1 ms'`)
    expect(await desk.answer(answered(200))).toMatchObject([{ isProbe: true }])
    await world.query(
      `update deliveries set next_attempt_at = now() - interval '1 ms' where state = 'pending' and workspace_id = $1`,
      [desk.workspace.id],
    )
    while ((await desk.answer(answered(200))).length > 0);
    expect(await desk.states()).toMatchObject([{ state: 'delivered', count: 20 }])
  })

  it('are not held against the origin where it turns down what is said of one ticket', async () => {
    const desk = await open(30)
    for (const status of [404, 410, 401, 429])
      expect(await desk.answer(answered(status))).toHaveLength(8 - (status === 429 ? 2 : 0))
    expect(await listFailingOrigins(desk.context)).toEqual([])
  })

  it('leave nothing to remember once all is well', async () => {
    const desk = await open(2)
    await desk.answer(noAnswer)
    expect(await listFailingOrigins(desk.context)).toHaveLength(1)
    await desk.change(`recent = '[]'`)
    await desk.add(1)
    await desk.answer(answered(204))
    expect(await world.query('select from webhook_states where workspace_id = $1', [desk.workspace.id])).toEqual([])
  })

  it('are given up together after 120 hours of failures, and can be sent again', async () => {
    const desk = await open(20)
    await failUntilOpen(desk)
    await desk.change(`probe_at = now() - interval '1 ms', first_failed_at = now() - interval '121 hours'`)
    await desk.answer(noAnswer)
    expect(await desk.states()).toMatchObject([{ state: 'dead', count: 20 }])
    const told = await world.query(`select data from events where workspace_id = $1 and type = 'delivery.given_up'`, [
      desk.workspace.id,
    ])
    expect(told).toEqual([{ data: { origin: down, deliveries: 20 } }])
    const span = { from: desk.context.now() - 60_000, to: null, ticketId: null }
    expect(await replayCallbacks(desk.context, span)).toBe(20)
    expect(await replayCallbacks(desk.context, span)).toBe(0)
    const again = await world.query(`select data from events where workspace_id = $1 and type = 'delivery.replayed'`, [
      desk.workspace.id,
    ])
    expect(again).toMatchObject([{ data: { deliveries: 20, deliveryId: null, webhookId: null } }])
    expect(await desk.answer(answered(200))).toMatchObject(Array(8).fill({ cause: 'recover', isReplay: false }))
  })
})
