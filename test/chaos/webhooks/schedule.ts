import { attemptDelaysMs } from '../../../server/core/webhooks/next-attempt.ts'
import { openDeliveryWorld } from '../../../server/modules/deliveries/testing/delivery-world-store.ts'
import { answered, openWebhookDesk } from '../../../server/modules/deliveries/testing/webhook-world.ts'
import { claimDeliveries, getWebhook, recordAttempts } from '../../../server/modules/deliveries/index.ts'
import type { AttemptResult } from '../../../server/modules/deliveries/index.ts'

type World = Awaited<ReturnType<typeof openDeliveryWorld>>
type Desk = Awaited<ReturnType<typeof openWebhookDesk>>

export interface ScheduleReport {
  readonly deliveries: number
  readonly attempts: number
  /** Waits that were not within 20 % of the schedule, or not as the answer asked. */
  readonly offSchedule: readonly string[]
  readonly dead: number
  readonly deadEvents: number
  /** What was told after 410, after 120 hours of failures, and whether one success resets. */
  readonly gone: string
  readonly givenUp: string
  readonly disabledEvents: number
  readonly failuresAfterSuccess: number
}

interface Answer {
  readonly name: string
  readonly result: AttemptResult
  /** The bounds of the wait before the next attempt, of the scheduled one. */
  readonly bounds: (scheduledMs: number) => readonly [number, number]
}

const hourMs = 3_600_000
const minuteMs = 60_000
const slackMs = 2_000
const jittered = (ms: number) => [0.8 * ms, 1.2 * ms + slackMs] as const
const busy = (ms: number) => [Math.max(0.8 * ms, minuteMs), Math.max(1.2 * ms, 1.2 * minuteMs) + slackMs] as const

function saying(status: number, retryAfter: string | null): AttemptResult {
  const said = answered(status)
  return said.kind === 'answered' ? { ...said, headers: { ...said.headers, retryAfter } } : said
}

const answers: readonly Answer[] = [
  { name: '500', result: answered(500), bounds: jittered },
  { name: '302, not followed', result: answered(302), bounds: jittered },
  { name: '503', result: answered(503), bounds: busy },
  { name: 'no answer', result: { kind: 'failed', errorClass: 'timeout', durationMs: 15_000 }, bounds: busy },
  {
    name: '429, 200 s',
    result: saying(429, '200'),
    bounds: (ms) => [Math.max(0.8 * ms, 200_000) - slackMs, Math.max(1.2 * ms, 200_000) + slackMs],
  },
  {
    name: '503, ten days',
    result: saying(503, String(10 * 24 * 3_600)),
    bounds: (ms) => [24 * hourMs - slackMs, Math.max(1.2 * ms, 24 * hourMs) + slackMs],
  },
]

/** W3: the waits between attempts, by the database's time, and what ends an endpoint. The breaker is held closed. */
export async function runSchedule(
  database: Parameters<typeof openDeliveryWorld>[0],
  count: number,
): Promise<ScheduleReport> {
  const world = await openDeliveryWorld(database)
  try {
    const desk = await openWebhookDesk(world)
    const webhook = await desk.subscribe({ order: 'unordered' })
    await desk.happen()
    await desk.fanOut()
    await multiply(world, webhook.id, count)
    const offSchedule: string[] = []
    let attempts = 0
    for (let round = 1; round <= attemptDelaysMs.length; round++) {
      attempts += await failAll(world, desk)
      offSchedule.push(...(await waitsOff(world, round)))
      await world.query(`update deliveries set next_attempt_at = now() where state = 'pending'`)
    }
    const [dead] = await world.query<{ count: string }>(`select count(*) from deliveries where state = 'dead'`)
    const [told] = await world.query<{ count: string }>(`select count(*) from events where type = 'delivery.dead'`)
    const ends = await runEnds(world, desk, webhook.id)
    return {
      deliveries: count,
      attempts,
      offSchedule,
      dead: Number(dead?.count),
      deadEvents: Number(told?.count),
      ...ends,
    }
  } finally {
    await world.close()
  }
}

async function multiply(world: World, webhookId: string, count: number): Promise<void> {
  await world.query(
    `insert into deliveries (workspace_id, id, ticket_id, event_id, sequence, type, url, owner_kind, owner_id, body,
       endpoint_id, order_key, next_attempt_at, created_at)
     select workspace_id, gen_random_uuid(), ticket_id, gen_random_uuid(), sequence, type, url, owner_kind, owner_id,
       body, endpoint_id, gen_random_uuid(), next_attempt_at, created_at
     from deliveries, generate_series(2, $2) where endpoint_id = $1`,
    [webhookId, count],
  )
}

/** Lets everything due fail, each delivery always with the answer of its own; gives how many did. */
async function failAll(world: World, desk: Desk): Promise<number> {
  let failed = 0
  for (;;) {
    await world.query(
      `update webhook_states set failures = 0, pauses = 0, probe_at = null, recent = '[]', first_failed_at = null`,
    )
    await world.query(
      `update deliveries set next_attempt_at = now() where next_attempt_at = 'infinity' and state = 'pending'`,
    )
    const claimed = await claimDeliveries(desk.context, { limit: 256, perEndpoint: 256, perWorkspace: 256 })
    if (claimed.length === 0) return failed
    failed += claimed.length
    const reports = claimed.map((delivery) => ({
      delivery,
      startedAt: desk.context.now(),
      result: answerOf(delivery.id).result,
    }))
    await recordAttempts(desk.context, reports)
  }
}

const answerOf = (deliveryId: string): Answer =>
  answers[Number.parseInt(deliveryId.slice(-6), 16) % answers.length] ?? expectAnswer()

function expectAnswer(): never {
  throw new Error('There is no such answer.')
}

/** The waits after this round that lie outside what schedule and answer allow. */
async function waitsOff(world: World, round: number): Promise<string[]> {
  const rows = await world.query<{ id: string; waitMs: number | null }>(
    `select delivery_id as id, (extract(epoch from next_attempt_at - started_at) * 1000)::float8 as "waitMs"
     from delivery_attempts where number = $1`,
    [round],
  )
  const scheduledMs = attemptDelaysMs[round]
  return rows.flatMap(({ id, waitMs }) => {
    if (scheduledMs === undefined) return waitMs === null ? [] : [`attempt ${round}: again after ${waitMs} ms`]
    const { name, bounds } = answerOf(id)
    const [least, most] = bounds(scheduledMs)
    const isWithin = waitMs !== null && waitMs >= least && waitMs <= most
    return isWithin ? [] : [`attempt ${round}, ${name}: ${waitMs} ms instead of ${least} to ${most}`]
  })
}

/** What a success, 410 and 120 hours make of an endpoint. */
async function runEnds(world: World, desk: Desk, webhookId: string) {
  const stateOf = async (id: string) => (await getWebhook(desk.context, { webhookId: id }))?.disabledReason ?? 'active'
  await desk.happen()
  await desk.fanOut()
  await desk.answer(500)
  await world.query(`update deliveries set next_attempt_at = now() where state = 'pending'`)
  await desk.answer(200)
  const after = await getWebhook(desk.context, { webhookId })
  await world.query(
    `update webhook_states set first_failed_at = now() - interval '121 hours', failed_attempts = 30 where target = $1`,
    [webhookId],
  )
  await desk.happen()
  await desk.fanOut()
  await desk.answer(500)
  const leaving = await desk.subscribe({ url: 'https://hooks.example.com/gone' })
  await desk.happen()
  await desk.fanOut()
  await desk.answer(410)
  const events = await world.query(`select from events where type = 'webhook.disabled'`)
  return {
    failuresAfterSuccess: after?.failures ?? -1,
    givenUp: await stateOf(webhookId),
    gone: await stateOf(leaving.id),
    disabledEvents: events.length,
  }
}
