import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { SendingDesk } from './desk.ts'
import { type Hook, nuisances, openHook } from './hook.ts'
import { firstOfEach, inversionsOf, latenciesOf, percentile } from './verdicts.ts'

export interface LatencyReport {
  readonly posts: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of all cores, while it lasted. */
  readonly cpuLeft: number
  readonly inversions: readonly string[]
}

export interface IsolationReport extends LatencyReport {
  readonly endpoints: number
  /** Against the same load without nuisances. */
  readonly p99Ratio: number
  /** Growth of the sender while the nuisances lasted, by delivery in flight at them. */
  readonly bytesPerDelivery: number
  /** The one that could not be signed ended so; its ticket's neighbours were all told. */
  readonly poisonState: string
}

const healthyHooks = 5
/** Each ticket that is created is two events of tickets. */
const eventsOfTicket = 2

/** Sends events at a fixed rate for a time, and gives what the healthy endpoints heard of them, how soon. */
async function runLoad(
  desk: SendingDesk,
  hooks: readonly Hook[],
  load: { eventsPerSecond: number; seconds: number; webhookIds: readonly string[] },
): Promise<LatencyReport> {
  for (const hook of hooks) hook.heard.length = 0
  const perSecond = load.eventsPerSecond / eventsOfTicket
  // Ten times a second at most, and a ticket at least each time.
  const perBatch = Math.max(1, Math.round(perSecond / 10))
  const tickets = Math.max(1, Math.round(perSecond * load.seconds))
  const before = busyOf()
  const startedAt = performance.now()
  const created = new Set<string>()
  while (created.size < tickets) {
    const leftMs = startedAt + (created.size / perSecond) * 1000 - performance.now()
    if (leftMs > 0) await pause(leftMs)
    for (const id of await desk.createTickets(Math.min(perBatch, tickets - created.size))) created.add(id)
  }
  const cpuLeft = leftSince(before)
  await desk.untilTold(load.webhookIds)
  // The example moves tickets of its own meanwhile.
  const own = hooks.map((hook) => hook.heard.filter(({ body }) => created.has(body.ticketId ?? '')))
  const latencies = own.flatMap(latenciesOf)
  const told = own.map((heard) => firstOfEach(heard).length)
  if (told.some((count) => count !== created.size * eventsOfTicket))
    throw new Error(`Of ${created.size * eventsOfTicket} events the endpoints heard ${told.join(', ')}.`)
  return {
    posts: latencies.length,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuLeft: Math.round(cpuLeft * 100) / 100,
    inversions: hooks.flatMap((hook) => inversionsOf(hook.heard)),
  }
}

/** W1: how soon healthy endpoints hear of events. W2: the same among endpoints that are a nuisance, and one poison. */
export async function runLatency(
  desk: SendingDesk,
  load: { eventsPerSecond: number; seconds: number; endpoints: number },
): Promise<{ w1: LatencyReport; w2: IsolationReport }> {
  const hooks = await Promise.all(Array.from({ length: healthyHooks }, () => openHook()))
  const bad = await Promise.all(nuisances.map((behaviour) => openHook(behaviour)))
  try {
    const webhookIds: string[] = []
    for (const hook of hooks) webhookIds.push(await idOf(desk, hook.url))
    await runLoad(desk, hooks, { ...load, seconds: 1, webhookIds })
    const w1 = await runLoad(desk, hooks, { ...load, webhookIds })
    // What the others get besides is their share of the same rate.
    const more = load.endpoints - healthyHooks - bad.length
    const others = await Promise.all(Array.from({ length: more }, () => openHook()))
    for (const hook of others) webhookIds.push(await idOf(desk, hook.url))
    for (const hook of bad) await desk.subscribe(hook.url)
    const memoryBefore = await desk.senderMemory()
    const eventsPerSecond = (load.eventsPerSecond * healthyHooks) / load.endpoints
    const poisoned = await poisonOne(desk)
    const all = [...hooks, ...others]
    const w2 = await runLoad(desk, all, { ...load, eventsPerSecond, webhookIds })
    const grown = Math.max(0, (await desk.senderMemory()) - memoryBefore)
    await Promise.all(others.map((hook) => hook.close()))
    const inFlight = bad.length * 8
    return {
      w1,
      w2: {
        ...w2,
        endpoints: load.endpoints,
        p99Ratio: Math.round((w2.p99Ms / Math.max(1, w1.p99Ms)) * 100) / 100,
        bytesPerDelivery: Math.round(grown / (w2.posts + inFlight)),
        poisonState: await stateOf(desk, poisoned),
      },
    }
  } finally {
    await Promise.all([...hooks, ...bad].map((hook) => hook.close()))
  }
}

async function idOf(desk: SendingDesk, url: string): Promise<string> {
  const { id } = await desk.subscribe(url)
  const { rows } = await desk.owner.query<{ id: string }>(`select id from webhook_endpoints where url = $1`, [url])
  return rows[0]?.id ?? id
}

/** A delivery that nobody has a key to sign: a fault of ours that must end by itself. */
async function poisonOne(desk: SendingDesk): Promise<string> {
  const { rows } = await desk.owner.query<{ id: string }>(
    `insert into deliveries (workspace_id, id, ticket_id, event_id, sequence, type, url, owner_kind, owner_id, body,
       attempts, next_attempt_at, created_at)
     select workspace_id, gen_random_uuid(), ticket_id, gen_random_uuid(), 1, 'ticket.updated', 'http://127.0.0.1:1/',
       'token', gen_random_uuid(), '{}', 0, now(), now()
     from deliveries where endpoint_id is not null limit 1 returning id`,
  )
  return rows[0]?.id ?? ''
}

async function stateOf(desk: SendingDesk, deliveryId: string): Promise<string> {
  const read = () => desk.owner.query<{ state: string }>('select state from deliveries where id = $1', [deliveryId])
  for (let turn = 0; turn < 100 && (await read()).rows[0]?.state === 'pending'; turn++) {
    await desk.owner.query(`update deliveries set next_attempt_at = now() where id = $1 and lease_until is null`, [
      deliveryId,
    ])
    await pause(200)
  }
  return (await read()).rows[0]?.state ?? 'gone'
}

function busyOf(): { busy: number; idle: number } {
  const times = cpus().map((core) => core.times)
  const idle = times.reduce((sum, core) => sum + core.idle, 0)
  const all = times.reduce((sum, core) => sum + core.user + core.nice + core.sys + core.irq + core.idle, 0)
  return { busy: all - idle, idle }
}

function leftSince(before: { busy: number; idle: number }): number {
  const after = busyOf()
  const idle = after.idle - before.idle
  return idle / Math.max(1, idle + after.busy - before.busy)
}
