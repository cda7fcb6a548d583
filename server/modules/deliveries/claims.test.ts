import { afterAll, describe, expect, it } from 'vitest'
import { claimDeliveries, recordAttempts, releaseDeliveries, replayDelivery } from './index.ts'
import type { ClaimedDelivery } from './delivery.ts'
import type { AttemptResult } from './judge-attempt.ts'
import { openDeliveryWorld, type TestTicket } from './testing/delivery-world-store.ts'

const world = await openDeliveryWorld()
afterAll(world.close)
const url = 'https://hooks.example.com/a'
const idsOf = (claimed: readonly ClaimedDelivery[]) => claimed.map((delivery) => delivery.id)

async function open() {
  const workspace = await world.addWorkspace()
  const context = world.contextOf(workspace)
  const ticket = await world.addTicket(workspace)
  return { workspace, context, ticket, claim: (limit = 64) => claimDeliveries(context, { limit }) }
}
const queueThree = async (ticket: TestTicket) => [
  await world.queue(ticket, { url, sequence: 1 }),
  await world.queue(ticket, { url, sequence: 2 }),
  await world.queue(ticket, { url, sequence: 3 }),
]
const answered = (status: number, more: Partial<Extract<AttemptResult, { kind: 'answered' }>> = {}): AttemptResult => ({
  kind: 'answered',
  status,
  headers: { retryAfter: null, webhookDelivery: null },
  bodyText: 'said',
  bodyIsTruncated: false,
  address: '127.0.0.1',
  durationMs: 12,
  ...more,
})
const broken: AttemptResult = { kind: 'broken', durationMs: 0 }

/** Records what came of claimed deliveries and gives the outcomes. */
async function report(context: ReturnType<typeof world.contextOf>, claimed: ClaimedDelivery[], result: AttemptResult) {
  const reports = claimed.map((delivery) => ({ delivery, result, startedAt: context.now() }))
  return (await recordAttempts(context, reports)).map((recorded) => recorded.outcome)
}
/** Lets the delivery fail so often, each time as soon as its wait is over. */
async function fail(context: ReturnType<typeof world.contextOf>, id: string, times: number) {
  for (let time = 0; time < times; time++) {
    await world.hasten(id)
    const claimed = (await claimDeliveries(context, { limit: 64 })).filter((delivery) => delivery.id === id)
    expect(await report(context, claimed, answered(500))).toHaveLength(1)
  }
}

describe('the order of a ticket', () => {
  it('lets one go at a time, the next when it has arrived', async () => {
    const { context, ticket, claim } = await open()
    const [first, second] = await queueThree(ticket)
    const claimed = await claim()
    expect(idsOf(claimed)).toEqual([first])
    expect(await claim()).toEqual([])
    expect(await report(context, claimed, answered(200))).toEqual(['delivered'])
    expect(idsOf(await claim())).toEqual([second])
  })

  it('holds later ones while an earlier one waits, and lets them go when it arrives', async () => {
    const { context, ticket, claim } = await open()
    const [first = '', second = ''] = await queueThree(ticket)
    await report(context, await claim(), answered(500))
    expect(await claim()).toEqual([])
    expect((await world.stored(second)).dueInMs).toBeGreaterThan(3_000)
    await world.hasten(first)
    const again = await claim()
    expect(idsOf(again)).toEqual([first])
    await report(context, again, answered(200))
    expect(idsOf(await claim())).toEqual([second])
  })

  it('lets later ones go after the 4th failure, one at a time and still in order', async () => {
    const { context, ticket, claim } = await open()
    const [first = '', second = '', third = ''] = await queueThree(ticket)
    await fail(context, first, 4)
    const overtaking = await claim()
    expect(idsOf(overtaking)).toEqual([second])
    await world.hasten(first)
    expect(await claim()).toEqual([])
    await report(context, overtaking, answered(200))
    await world.hasten(first)
    const retried = await claim()
    expect(idsOf(retried)).toEqual([first])
    await report(context, retried, answered(500))
    expect(idsOf(await claim())).toEqual([third])
  })

  it('says nothing of other tickets and endpoints', async () => {
    const { workspace, ticket, claim } = await open()
    const first = await world.queue(ticket, { url, sequence: 1 })
    const elsewhere = await world.queue(ticket, { url: 'https://other.example.com/', sequence: 2 })
    const other = await world.queue(await world.addTicket(workspace), { url, sequence: 1 })
    expect(new Set(idsOf(await claim()))).toEqual(new Set([first, elsewhere, other]))
  })
})

describe('a lease', () => {
  it('is not given twice, however many ask at once', async () => {
    const { workspace, claim } = await open()
    const queued: string[] = []
    for (let index = 0; index < 12; index++) {
      const ticket = await world.addTicket(workspace)
      queued.push(await world.queue(ticket, { url: `https://h${index}.example.com/`, sequence: 1 }))
    }
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim(3)))
    expect(claims.flatMap(idsOf).toSorted()).toEqual(queued.toSorted())
  })

  it('whose worker vanished passes to another one with the same event, and the first is not heard any more', async () => {
    const { context, ticket, claim } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    const lost = await claim()
    expect(await claim()).toEqual([])
    await world.hasten(id)
    const taken = await claim()
    expect(taken.map((delivery) => [delivery.id, delivery.eventId, delivery.body])).toEqual(
      lost.map((delivery) => [delivery.id, delivery.eventId, delivery.body]),
    )
    expect(await report(context, lost, answered(200))).toEqual(['stale'])
    expect(await world.stored(id)).toMatchObject({ state: 'pending', attempts: 0, isLeased: true })
    expect(await report(context, taken, answered(200))).toEqual(['delivered'])
    expect(await report(context, taken, answered(500))).toEqual(['stale'])
    const attempts = await world.query('select 1 from delivery_attempts where delivery_id = $1', [id])
    expect(attempts).toHaveLength(1)
  })

  it('given back is due at once', async () => {
    const { context, ticket, claim } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    expect(await releaseDeliveries(context, await claim())).toBe(1)
    expect(idsOf(await claim())).toEqual([id])
  })

  it('counts against the endpoint and the workspace whoever holds it', async () => {
    const { workspace, context } = await open()
    for (let index = 0; index < 6; index++) {
      await world.queue(await world.addTicket(workspace), { url, sequence: 1 })
      await world.queue(await world.addTicket(workspace), { url: 'https://b.example.com/', sequence: 1 })
    }
    const caps = { limit: 64, perEndpoint: 2, perWorkspace: 3 }
    const claimed = await claimDeliveries(context, caps)
    expect(claimed.map((delivery) => delivery.url).toSorted()).toEqual(['https://b.example.com/', url, url].toSorted())
    expect(await claimDeliveries(context, caps)).toEqual([])
    expect(await claimDeliveries(context, { ...caps, perWorkspace: 64 })).toHaveLength(1)
  })

  it('is not taken again by the worker that still sends', async () => {
    const { context, ticket, claim } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    await claim()
    await world.hasten(id)
    expect(await claimDeliveries(context, { limit: 64, heldIds: [id] })).toEqual([])
    expect(idsOf(await claim())).toEqual([id])
  })

  it('is for the product alone', async () => {
    const { workspace } = await open()
    const principal = { ...world.contextOf(workspace).principal, kind: 'token' as const }
    const caller = world.contextOf(workspace, principal)
    await expect(claimDeliveries(caller, { limit: 1 })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(recordAttempts(caller, [])).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a failed attempt', () => {
  it('is followed by the schedule in database time, and by the end of it', async () => {
    const { context, ticket } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    await fail(context, id, 10)
    const rows = await world.query<{ number: number; waitMs: number | null }>(
      `select number, (extract(epoch from next_attempt_at - started_at) * 1000)::float8 as "waitMs"
       from delivery_attempts where delivery_id = $1 order by number`,
      [id],
    )
    const minutes = [5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440]
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    for (const [index, expected] of minutes.entries()) {
      const waitMs = rows[index]?.waitMs ?? 0
      expect(waitMs).toBeGreaterThanOrEqual(expected * 60_000 * 0.8)
      // Recording takes its time, which is not part of the wait.
      expect(waitMs).toBeLessThanOrEqual(expected * 60_000 * 1.2 + 2_000)
    }
    expect(rows[9]?.waitMs).toBeNull()
    expect(await world.stored(id)).toMatchObject({ state: 'dead', attempts: 10 })
    const events = await world.query<{ data: object }>(
      `select data from events where type = 'delivery.dead' and workspace_id = $1`,
      [context.workspace.id],
    )
    expect(events).toEqual([{ data: { deliveryId: expect.stringMatching(/^dlv_/), attempts: 10 } }])
  })

  it('keeps what the receiver asked for', async () => {
    const { context, ticket, claim } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    const busy = answered(429, { headers: { retryAfter: '1800', webhookDelivery: null } })
    await report(context, await claim(), busy)
    const { dueInMs } = await world.stored(id)
    expect(dueInMs).toBeGreaterThan(1_790_000)
    expect(dueInMs).toBeLessThanOrEqual(1_800_001)
  })

  it('with 410 ends all that would follow about this ticket, and nothing about another', async () => {
    const { workspace, context, ticket, claim } = await open()
    const queued = await queueThree(ticket)
    await report(context, await claim(1), answered(410))
    const states = await Promise.all(queued.map(world.stored))
    expect(states.map((delivery) => delivery.state)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    expect(await world.queue(ticket, { url, sequence: 4 })).toBe('')
    const other = await world.queue(await world.addTicket(workspace), { url, sequence: 1 })
    expect(idsOf(await claim())).toEqual([other])
  })

  it('of our own takes the delivery out at the third time and frees the ones behind it', async () => {
    const { context, ticket, claim } = await open()
    const [first = '', second = ''] = await queueThree(ticket)
    for (const expected of ['pending', 'pending', 'quarantined']) {
      await world.hasten(first)
      expect(await report(context, await claim(), broken)).toEqual([expected])
    }
    expect(idsOf(await claim())).toEqual([second])
  })

  it('that the database cannot take is recorded as one of our own, and the others with it as they are', async () => {
    const { workspace, context, ticket, claim } = await open()
    const poisoned = await world.queue(ticket, { url, sequence: 1 })
    const healthy = await world.queue(await world.addTicket(workspace), { url, sequence: 1 })
    const reports = (await claim()).map((delivery) => ({
      delivery,
      startedAt: context.now(),
      result: answered(200, delivery.id === poisoned ? { bodyText: 'a\0b' } : {}),
    }))
    const outcomes = new Map((await recordAttempts(context, reports)).map((one) => [one.deliveryId, one.outcome]))
    expect(outcomes).toEqual(
      new Map([
        [poisoned, 'pending'],
        [healthy, 'delivered'],
      ]),
    )
  })
})

describe('a replay', () => {
  it('is one more attempt with the same event, and leaves what it cannot better', async () => {
    const { context, ticket, claim } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    const [sent] = await claim()
    await report(context, sent === undefined ? [] : [sent], answered(200))
    expect(await replayDelivery(context, { deliveryId: id })).toMatchObject({ state: 'pending', endedAt: null })
    const again = await claim()
    expect(again).toMatchObject([{ id, eventId: sent?.eventId, body: sent?.body, isReplay: true, attempts: 1 }])
    expect(await report(context, again, answered(500))).toEqual(['delivered'])
    const triggers = await world.query('select trigger from delivery_attempts where delivery_id = $1 order by number', [
      id,
    ])
    expect(triggers).toEqual([{ trigger: 'auto' }, { trigger: 'manual' }])
  })

  it('of an old one holds no new one back', async () => {
    const { context, ticket, claim } = await open()
    const old = await world.queue(ticket, { url, sequence: 1 })
    await report(context, await claim(), answered(200))
    await replayDelivery(context, { deliveryId: old })
    await world.query(`update deliveries set next_attempt_at = now() + interval '1 hour' where id = $1`, [old])
    const fresh = await world.queue(ticket, { url, sequence: 2 })
    expect(idsOf(await claim())).toEqual([fresh])
  })

  it('of one that waits makes its next attempt now, as part of the schedule', async () => {
    const { context, ticket, claim } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    await report(context, await claim(), answered(500))
    await replayDelivery(context, { deliveryId: id })
    const again = await claim()
    expect(again).toMatchObject([{ id, isReplay: false, attempts: 1 }])
    expect(await report(context, again, answered(500))).toEqual(['pending'])
  })

  it('changes nothing while the delivery is being sent', async () => {
    const { context, ticket, claim } = await open()
    const id = await world.queue(ticket, { url, sequence: 1 })
    const claimed = await claim()
    await replayDelivery(context, { deliveryId: id })
    expect(await claim()).toEqual([])
    expect(await report(context, claimed, answered(200))).toEqual(['delivered'])
  })
})
