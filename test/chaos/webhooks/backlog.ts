import { setTimeout as pause } from 'node:timers/promises'
import type { SendingDesk } from './desk.ts'
import { openHook } from './hook.ts'
import { firstOfEach, inversionsOf, latenciesOf, mostInASecond, percentile } from './verdicts.ts'

export interface BacklogReport {
  readonly queued: number
  readonly told: number
  readonly repeats: number
  readonly kills: number
  readonly inversions: readonly string[]
  readonly ratePerSecond: number
  readonly mostInASecond: number
  /** From the receiver's return to its last event. */
  readonly drainedInSeconds: number
  /** Of an endpoint that had no part in it, while the queue drained. */
  readonly otherP99Ms: number
  readonly otherP99BeforeMs: number
  /** Sent again by a second and third recovery of the same span. */
  readonly sentTwice: number
}

/**
 * W5: a receiver is away while events queue for it, comes back, and gets all of them: in order for each ticket, no faster
 * than its rate, while the sender is killed again and again and another endpoint is told as before.
 */
export async function runBacklog(
  desk: SendingDesk,
  { events, kills, ratePerSecond }: { events: number; kills: number; ratePerSecond: number },
): Promise<BacklogReport> {
  const from = new Date(Date.now() - 60_000).toISOString()
  const gone = await openHook()
  const other = await openHook()
  const webhook = await desk.subscribe(gone.url, { ratePerSecond, order: 'strict' })
  await gone.close()
  await desk.createTickets(Math.ceil(events / 2))
  // It is told of what happens from now on only, so as not to have a queue of its own.
  await desk.subscribe(other.url)
  const before = await latencyOf(desk, other)
  const back = await openHook(undefined, gone.port)
  try {
    const startedAt = performance.now()
    await desk.call('PATCH', `/v1/webhooks/${webhook.id}`, { status: 'active' })
    let during: number[] = []
    const perKill = events / (kills + 1)
    for (let kill = 1; kill <= kills; kill++) {
      while (back.heard.length < kill * perKill * 0.9) {
        during = [...during, ...(await latencyOf(desk, other))]
        await pause(50)
      }
      await desk.killSender()
      // What was in flight when it died waits for the end of its lease; the figure is of those who were not.
      other.heard.length = 0
    }
    await desk.untilTold()
    const drainedInSeconds = Math.round((performance.now() - startedAt) / 1000)
    const { id } = webhook
    const again = async () =>
      (await desk.call<{ queued: number }>('POST', `/v1/webhooks/${id}/replay?from=${from}`)).queued
    const sentTwice = (await again()) + (await again())
    const told = firstOfEach(back.heard)
    return {
      queued: Number((await desk.owner.query(countOf, [gone.url])).rows[0]?.count ?? 0),
      told: told.length,
      repeats: back.heard.length - told.length,
      kills,
      inversions: inversionsOf(back.heard),
      ratePerSecond,
      mostInASecond: mostInASecond(back.heard),
      drainedInSeconds,
      otherP99Ms: percentile(during, 0.99),
      otherP99BeforeMs: percentile(before, 0.99),
      sentTwice,
    }
  } finally {
    await Promise.all([back.close(), other.close()])
  }
}

const countOf = `
  select count(*) from deliveries
  join webhook_endpoints as endpoint on endpoint.workspace_id = deliveries.workspace_id and endpoint.id = deliveries.endpoint_id
  where endpoint.url = $1`

/** How soon the other endpoint hears of ten tickets. */
async function latencyOf(desk: SendingDesk, other: { heard: Parameters<typeof latenciesOf>[0] }): Promise<number[]> {
  const ids = new Set(await desk.createTickets(10))
  const own = () => firstOfEach(other.heard).filter(({ body }) => body.ticketId !== null && ids.has(body.ticketId))
  for (let turn = 0; turn < 600 && own().length < 2 * ids.size; turn++) await pause(50)
  return latenciesOf(own())
}
