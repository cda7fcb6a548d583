import { afterAll, describe, expect, it } from 'vitest'
import { encodeId } from '../../platform/ids.ts'
import { getWebhook, previewReplay, replayDelivery, replayWebhook, testWebhook, updateWebhook } from './index.ts'
import { openDeliveryWorld } from './testing/delivery-world-store.ts'
import { answered, openWebhookDesk, type WebhookDesk } from './testing/webhook-world.ts'

const world = await openDeliveryWorld()
afterAll(world.close)

/** A subscription and so many tickets with one event each, made into deliveries. */
async function open(tickets: number) {
  const desk = await openWebhookDesk(world)
  const webhook = await desk.subscribe()
  const add = async (count: number) => {
    for (let index = 0; index < count; index++) await desk.happen(await world.addTicket(desk.workspace))
    await desk.fanOut()
  }
  await add(tickets)
  const seen = async () => (await getWebhook(desk.context, { webhookId: webhook.id })) ?? expect.fail('It is gone.')
  return { desk, webhook, add, seen }
}
/** Lets everything fail that may go, until the breaker is open. */
async function failUntilOpen(desk: WebhookDesk) {
  expect(await desk.answer(500)).toHaveLength(8)
  expect(await desk.answer(500)).toHaveLength(8)
  expect(await desk.answer(500)).toEqual([])
}
const endPause = (webhookId: string) =>
  world.query(`update webhook_states set probe_at = now() - interval '1 ms' where endpoint_id = $1`, [webhookId])
const statesOf = (webhookId: string) =>
  world.query<{ state: string; count: number; attempts: number }>(
    `select state, count(*), max(attempts - uncounted) as attempts from deliveries where endpoint_id = $1 group by state order by state`,
    [webhookId],
  )
const eventsOf = (desk: WebhookDesk, type: string) =>
  world.query<{ data: object }>('select data from events where workspace_id = $1 and type = $2', [
    desk.workspace.id,
    type,
  ])

describe('an endpoint that fails', () => {
  it('is left alone after ten failures in a row, and what waits loses no attempt', async () => {
    const { desk, webhook, add, seen } = await open(20)
    await failUntilOpen(desk)
    expect(await seen()).toMatchObject({ status: 'degraded', failures: 16, probeAt: expect.any(Number) })
    await add(3)
    expect(await desk.claim()).toEqual([])
    expect(await statesOf(webhook.id)).toEqual([{ state: 'pending', count: 23, attempts: 1 }])
    const due = await world.query(`select from deliveries where endpoint_id = $1 and next_attempt_at <= now()`, [
      webhook.id,
    ])
    expect(due).toEqual([])
  })

  it('keeps no other endpoint of the workspace waiting', async () => {
    const { desk } = await open(40)
    await failUntilOpen(desk)
    const healthy = await desk.subscribe({ url: 'https://hooks.example.com/b' })
    await desk.happen()
    await desk.fanOut()
    const claimed = await desk.claim()
    expect(claimed.map((delivery) => delivery.webhookId)).toEqual([healthy.id])
  })

  it('is tried with one delivery after a pause, which loses no attempt by it, and again after a longer one', async () => {
    const { desk, webhook, seen } = await open(20)
    await failUntilOpen(desk)
    for (const pauseMs of [60_000, 120_000]) {
      await endPause(webhook.id)
      const probes = await desk.claim()
      expect(probes).toMatchObject([{ isProbe: true }])
      expect(await desk.claim()).toEqual([])
      expect(await desk.report(probes, answered(500))).toEqual(['pending'])
      const { probeAt } = await seen()
      expect(Math.abs((probeAt ?? 0) - desk.context.now() - pauseMs)).toBeLessThan(10_000)
    }
    expect(await statesOf(webhook.id)).toEqual([{ state: 'pending', count: 20, attempts: 1 }])
  })

  it('is tried with the first of a ticket, whatever came first in the list', async () => {
    const { desk, webhook } = await open(0)
    for (let count = 0; count < 12; count++) await desk.happen()
    await desk.fanOut()
    await world.query(
      `update deliveries set id = ('fffffff' || sequence % 10 || substr(id::text, 9))::uuid where endpoint_id = $1 and sequence = 1`,
      [webhook.id],
    )
    await world.query(
      `update webhook_states set probe_at = now() - interval '1 ms', failures = 10, pauses = 1 where endpoint_id = $1`,
      [webhook.id],
    )
    expect(await desk.answer(500)).toMatchObject([{ isProbe: true, sequence: 1 }])
  })

  it('gets all that waited once a probe gets through', async () => {
    const { desk, webhook, seen } = await open(20)
    await failUntilOpen(desk)
    await endPause(webhook.id)
    expect(await desk.answer(200)).toHaveLength(1)
    expect(await seen()).toMatchObject({ status: 'active', failures: 0, probeAt: null })
    await world.query(
      `update deliveries set next_attempt_at = now() - interval '1 ms' where endpoint_id = $1 and state = 'pending'`,
      [webhook.id],
    )
    while ((await desk.answer(200)).length > 0);
    expect(await statesOf(webhook.id)).toEqual([{ state: 'delivered', count: 20, attempts: 2 }])
  })

  it('of which a probe was lost with its worker is tried again when the lease is over', async () => {
    const { desk, webhook } = await open(20)
    await failUntilOpen(desk)
    await endPause(webhook.id)
    const [lost] = await desk.claim()
    await endPause(webhook.id)
    expect(await desk.claim()).toEqual([])
    await world.hasten(lost?.id ?? '')
    expect(await desk.claim()).toMatchObject([{ isProbe: true }])
  })

  it('closes its breaker where nothing waits any more', async () => {
    const { desk, webhook, seen } = await open(20)
    await failUntilOpen(desk)
    await world.query(`update deliveries set state = 'dead', ended_at = now() where endpoint_id = $1`, [webhook.id])
    await endPause(webhook.id)
    expect(await desk.claim()).toEqual([])
    expect(await seen()).toMatchObject({ status: 'degraded', probeAt: null })
    await desk.happen()
    await desk.fanOut()
    expect(await desk.answer(500)).toHaveLength(1)
    expect((await seen()).probeAt).not.toBeNull()
  })

  it('is tried at once when somebody sends a test or says that it is there again', async () => {
    const { desk, webhook, seen } = await open(20)
    await failUntilOpen(desk)
    expect(await testWebhook(desk.context, { webhookId: webhook.id })).toMatchObject({ type: 'webhook.test' })
    expect(await desk.answer(500)).toMatchObject([{ isProbe: true }])
    await updateWebhook(desk.context, { webhookId: webhook.id, changes: {}, status: 'active', expectedVersion: null })
    expect(await seen()).toMatchObject({ status: 'active', failures: 0, probeAt: null })
    // Those that failed wait for their own next attempt.
    expect((await desk.claim()).length).toBeGreaterThan(1)
  })

  it('is only busy when it answers 429', async () => {
    const { desk, seen } = await open(20)
    while ((await desk.answer(429)).length > 0);
    expect(await seen()).toMatchObject({ status: 'active', failures: 0, lastSuccessAt: null })
  })

  it('is disabled after 120 hours of failures alone, and says so once', async () => {
    const { desk, webhook, add, seen } = await open(20)
    await failUntilOpen(desk)
    await world.query(
      `update webhook_states set first_failed_at = now() - interval '121 hours', probe_at = now() - interval '1 ms' where endpoint_id = $1`,
      [webhook.id],
    )
    expect(await desk.answer(500)).toHaveLength(1)
    expect(await seen()).toMatchObject({ status: 'disabled', disabledReason: 'auto' })
    expect(await statesOf(webhook.id)).toMatchObject([{ state: 'cancelled', count: 20 }])
    await add(1)
    expect(await desk.claim()).toEqual([])
    expect(await eventsOf(desk, 'webhook.disabled')).toMatchObject([{ data: { reason: 'auto' } }])
  })

  it('that answers 410 is disabled at once, with what was on its way', async () => {
    const { desk, webhook, seen } = await open(10)
    const claimed = await desk.claim()
    const [first] = claimed
    expect(await desk.report(first === undefined ? [] : [first], answered(410))).toEqual(['cancelled'])
    expect(await seen()).toMatchObject({ status: 'disabled', disabledReason: 'gone' })
    expect(await desk.report(claimed.slice(1, 2), answered(200))).toEqual(['delivered'])
    expect(await desk.report(claimed.slice(2), answered(500))).toEqual(Array(6).fill('cancelled'))
    expect(await eventsOf(desk, 'webhook.disabled')).toMatchObject([{ data: { reason: 'gone' } }])
    const refused = testWebhook(desk.context, { webhookId: webhook.id })
    await expect(refused).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a replay', () => {
  it('of a span sends what failed and what was never told, and nothing twice', async () => {
    const { desk, webhook } = await open(3)
    const span = { from: desk.context.now() - 60_000, to: null }
    const [delivered, failed] = await desk.claim(2)
    await desk.report(delivered === undefined ? [] : [delivered], answered(200))
    await world.query(`update deliveries set state = 'dead', ended_at = now(), attempts = 10 where id = $1`, [
      failed?.id,
    ])
    await updateWebhook(desk.context, { webhookId: webhook.id, changes: {}, status: 'disabled', expectedVersion: null })
    await desk.happen()
    await updateWebhook(desk.context, { webhookId: webhook.id, changes: {}, status: 'active', expectedVersion: null })
    await desk.happen(await world.addTicket(desk.workspace))
    const asked = { webhookId: webhook.id, ...span }
    // One dead, one cancelled by disabling; one that happened meanwhile, one not made into a delivery yet.
    expect(await previewReplay(desk.context, { ...asked, kind: 'all' })).toEqual({ failed: 2, missing: 2 })
    expect(await replayWebhook(desk.context, { ...asked, kind: 'failed' })).toEqual({ failed: 2, missing: 0 })
    expect(await replayWebhook(desk.context, { ...asked, kind: 'missing' })).toEqual({ failed: 0, missing: 2 })
    expect(await replayWebhook(desk.context, { ...asked, kind: 'all' })).toEqual({ failed: 0, missing: 0 })
    const done = { deliveries: 2, deliveryId: null, webhookId: encodeId('webhook', webhook.id) }
    expect(await eventsOf(desk, 'delivery.replayed')).toMatchObject([{ data: done }, { data: done }])
    await desk.fanOut()
    expect(await statesOf(webhook.id)).toMatchObject([
      { state: 'delivered', count: 1 },
      { state: 'pending', count: 4, attempts: 0 },
    ])
  })

  it('asked for by two at once sends nothing twice', async () => {
    const { desk, webhook } = await open(1)
    await desk.happen()
    const input = { webhookId: webhook.id, from: desk.context.now() - 60_000, to: null, kind: 'all' as const }
    const counts = await Promise.all(Array.from({ length: 8 }, () => replayWebhook(desk.context, input)))
    expect(counts.filter((count) => count?.missing !== 0)).toEqual([{ failed: 0, missing: 1 }])
  })

  it.each([
    ['that begins more than 14 days ago', { from: -15 * 86_400_000, to: 0 }],
    ['that ends before it begins', { from: -1_000, to: -2_000 }],
    ['that lies ahead', { from: 60_000, to: 120_000 }],
  ])('of a span %s is refused', async (_name, { from, to }) => {
    const { desk, webhook } = await open(0)
    const now = desk.context.now()
    const span = { from: now + from, to: now + to, kind: 'all' } as const
    const refused = replayWebhook(desk.context, { webhookId: webhook.id, ...span })
    await expect(refused).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: 'from' }] })
  })

  it('of one delivery makes one more attempt', async () => {
    const { desk } = await open(1)
    const [sent] = await desk.answer(200)
    expect(await replayDelivery(desk.context, { deliveryId: sent?.id ?? '' })).toMatchObject({ state: 'pending' })
    const deliveryId = encodeId('delivery', sent?.id ?? '')
    expect(await eventsOf(desk, 'delivery.replayed')).toMatchObject([{ data: { deliveries: 1, deliveryId } }])
    const again = await desk.claim()
    expect(again).toMatchObject([{ id: sent?.id, eventId: sent?.eventId, body: sent?.body, isReplay: true }])
    expect(await desk.report(again, answered(500))).toEqual(['delivered'])
  })
})
