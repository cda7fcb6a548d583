import { afterAll, describe, expect, it } from 'vitest'
import { encodeId } from '../../platform/ids.ts'
import { deleteWebhook, fanOutEvents, removeOldAttempts, updateWebhook } from './index.ts'
import { openDeliveryWorld } from './testing/delivery-world-store.ts'
import { openWebhookDesk } from './testing/webhook-world.ts'

const world = await openDeliveryWorld()
afterAll(world.close)
const open = () => openWebhookDesk(world)
const storedOf = (webhookId: string) =>
  world.query<{ sequence: number; type: string; state: string; ticket_id: string | null; body: string }>(
    'select sequence, type, state, ticket_id, body from deliveries where endpoint_id = $1 order by sequence, id',
    [webhookId],
  )
const sequencesOf = async (webhookId: string) => (await storedOf(webhookId)).map((delivery) => delivery.sequence)

describe('a subscription', () => {
  it('is told of each event of its types once, as it was recorded, and of nothing before it', async () => {
    const desk = await open()
    await desk.happen()
    const webhook = await desk.subscribe()
    const other = await desk.subscribe({ eventTypes: ['ticket.solved', 'sla.*'] })
    await desk.happen()
    await desk.fanOut()
    await desk.happen()
    await desk.fanOut()
    await desk.fanOut()
    const told = await storedOf(webhook.id)
    expect(told.map((delivery) => delivery.sequence)).toEqual([2, 3])
    expect(JSON.parse(told[0]?.body ?? '')).toEqual({
      type: 'ticket.updated',
      timestamp: expect.stringMatching(/^20.*Z$/),
      workspaceId: encodeId('workspace', desk.workspace.id),
      ticketId: encodeId('ticket', desk.ticket.id),
      sequence: 2,
      subject: { kind: 'ticket', id: encodeId('ticket', desk.ticket.id) },
      actor: { kind: 'system', id: expect.any(String) },
      data: { changed: [encodeId('ticket', desk.ticket.id)] },
    })
    expect(await storedOf(other.id)).toEqual([])
  })

  it('is told of tickets in its channels and queues only, and then of nothing that belongs to no ticket', async () => {
    const desk = await open()
    const elsewhere = await world.addTicket(desk.workspace, { channel: 'voice', queue: 'payments' })
    const byQueue = await desk.subscribe({ queues: ['payments'], eventTypes: ['*'] })
    const byBoth = await desk.subscribe({ queues: ['payments'], channels: ['email'] })
    const all = await desk.subscribe({ eventTypes: ['ticket.*', 'webhook.*'] })
    await desk.happen()
    await desk.happen(elsewhere)
    await updateWebhook(desk.context, { webhookId: byBoth.id, changes: { description: 'x' }, expectedVersion: null })
    await desk.fanOut()
    expect((await storedOf(byQueue.id)).map((one) => one.ticket_id)).toEqual([elsewhere.id])
    expect(await storedOf(byBoth.id)).toEqual([])
    const types = (await storedOf(all.id)).map((one) => one.type).toSorted()
    expect(types).toEqual(['ticket.updated', 'ticket.updated', 'webhook.updated'])
  })

  it('is told exactly once however many do it at the same time', async () => {
    const desk = await open()
    const webhook = await desk.subscribe()
    for (let count = 0; count < 12; count++) await desk.happen()
    await Promise.all(Array.from({ length: 8 }, desk.fanOut))
    await desk.fanOut()
    expect(await sequencesOf(webhook.id)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
  })

  it('loses nothing when the process is killed between reading and writing', async () => {
    const desk = await open()
    const webhook = await desk.subscribe()
    await desk.happen()
    const killed = desk.context.transaction(async (tx) => {
      await fanOutEvents(desk.context.within(tx), { upTo: Number.MAX_SAFE_INTEGER })
      throw new Error('Killed.')
    })
    await expect(killed).rejects.toThrow('Killed.')
    expect(await sequencesOf(webhook.id)).toEqual([])
    await desk.fanOut()
    expect(await sequencesOf(webhook.id)).toEqual([1])
  })

  it('costs a second one nothing that began while the first was told', async () => {
    const desk = await open()
    const first = await desk.subscribe()
    await desk.happen()
    const second = await desk.subscribe()
    await desk.happen()
    await desk.fanOut()
    expect(await sequencesOf(first.id)).toEqual([1, 2])
    expect(await sequencesOf(second.id)).toEqual([2])
  })

  it('that is disabled is told nothing, and what happened meanwhile only when that is asked for', async () => {
    const desk = await open()
    const webhook = await desk.subscribe()
    const since = desk.context.now() - 1_000
    const change = (more: object) =>
      updateWebhook(desk.context, { webhookId: webhook.id, changes: {}, expectedVersion: null, ...more })
    await desk.happen()
    await desk.fanOut()
    expect(await change({ status: 'disabled' })).toMatchObject({ status: 'disabled', disabledReason: 'manual' })
    expect((await storedOf(webhook.id)).map((one) => one.state)).toEqual(['cancelled'])
    await desk.happen()
    await desk.fanOut()
    expect(await change({ status: 'active' })).toMatchObject({ status: 'active', disabledReason: null })
    await desk.happen()
    await desk.fanOut()
    expect(await sequencesOf(webhook.id)).toEqual([1, 3])
    await change({ status: 'active', recoverSince: since })
    expect((await storedOf(webhook.id)).map((one) => one.state)).toEqual(['pending', 'pending', 'pending'])
  })

  it('that is deleted while something waits for it is told nothing more', async () => {
    const desk = await open()
    const webhook = await desk.subscribe()
    await desk.happen()
    await desk.happen(await world.addTicket(desk.workspace))
    await desk.fanOut()
    const [flying] = await desk.claim(1)
    expect(await deleteWebhook(desk.context, { webhookId: webhook.id, expectedVersion: null })).toBe(true)
    expect(await desk.claim()).toEqual([])
    expect(
      await desk.report(flying === undefined ? [] : [flying], { kind: 'failed', errorClass: 'timeout', durationMs: 1 }),
    ).toEqual(['cancelled'])
    expect((await storedOf(webhook.id)).map((one) => one.state)).toEqual(['cancelled', 'cancelled'])
    const types = await world.query<{ type: string }>(
      `select type from events where type like 'webhook.%' and workspace_id = $1 order by seq`,
      [desk.workspace.id],
    )
    expect(types.map((event) => event.type)).toEqual(['webhook.created', 'webhook.deleted'])
  })
})

describe('what a subscription was told', () => {
  it('is kept for 30 days, and longer only while it waits', async () => {
    const desk = await open()
    const webhook = await desk.subscribe()
    for (let count = 0; count < 4; count++) await desk.happen(await world.addTicket(desk.workspace))
    await desk.fanOut()
    await world.queue(desk.ticket, { url: 'https://hooks.example.com/', sequence: 1 })
    await desk.answer(200)
    const told = await world.query<{ id: string }>(
      'select id from deliveries where workspace_id = $1 order by endpoint_id nulls first, id',
      [desk.workspace.id],
    )
    const [callback, old, oldAndTried, waiting, young] = told.map((delivery) => delivery.id)
    // Ids begin with their time: an old delivery has an old one.
    const age = async (id: string | undefined, change: string, prefix: string) => {
      await world.query('delete from delivery_attempts where delivery_id = $1', [id])
      const aged = `update deliveries set id = ('${prefix}' || substr(id::text, 9))::uuid, ended_at = now() - interval '40 days' ${change} where id = $1`
      await world.query(aged, [id])
    }
    await age(callback, '', '00000001')
    await age(old, '', '00000002')
    await age(waiting, `, state = 'pending'`, '00000003')
    await world.query(`update deliveries set ended_at = now() - interval '40 days' where id = $1`, [oldAndTried])
    expect(await removeOldAttempts(desk.context)).toBe(1)
    const kept = await world.query<{ id: string }>('select id from deliveries where workspace_id = $1', [
      desk.workspace.id,
    ])
    expect(kept).toHaveLength(4)
    expect(kept.map((delivery) => delivery.id)).toEqual(expect.arrayContaining([oldAndTried, young]))
    expect(await storedOf(webhook.id)).toHaveLength(3)
  })
})

describe('the order of a subscription', () => {
  it.each([
    ['held', 1],
    ['strict', 1],
    ['unordered', 3],
  ] as const)('%s lets %i of three go at once', async (order, expected) => {
    const desk = await open()
    await desk.subscribe({ order })
    for (let count = 0; count < 3; count++) await desk.happen()
    await desk.fanOut()
    expect(await desk.claim()).toHaveLength(expected)
  })

  it('is kept beyond the fourth failure only when it is strict', async () => {
    for (const [order, expected] of [
      ['held', 1],
      ['strict', 0],
    ] as const) {
      const desk = await open()
      const webhook = await desk.subscribe({ order })
      await desk.happen()
      await desk.happen()
      await desk.fanOut()
      for (let failure = 0; failure < 4; failure++) {
        await desk.answer(500)
        await world.query(
          `update deliveries set next_attempt_at = now() - interval '1 ms' where endpoint_id = $1 and sequence = 1`,
          [webhook.id],
        )
      }
      await world.query(
        `update deliveries set next_attempt_at = now() + make_interval(hours => 1) where endpoint_id = $1 and sequence = 1`,
        [webhook.id],
      )
      await world.query(
        `update deliveries set next_attempt_at = now() - interval '1 ms' where endpoint_id = $1 and sequence = 2`,
        [webhook.id],
      )
      expect(await desk.claim()).toHaveLength(expected)
    }
  })
})
