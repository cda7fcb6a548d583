import { setTimeout as pause } from 'node:timers/promises'
import { decodeId, encodeId } from '../../server/platform/ids.ts'
import { progress } from '../machine/progress.ts'
import { latenciesOf } from '../routing/latencies.ts'
import type { Latencies } from '../routing/traffic-job.ts'
import type { DeliveryStage } from './stage.ts'

/** How soon endpoints heard of events at a steady rate. */
export interface Steady {
  readonly perSecond: number
  readonly posts: number
  /** From the commit of the event, as PostgreSQL recorded it, to its receipt by an endpoint that answers. */
  readonly receipt: Latencies
}

export interface SteadyLoad {
  /** POST a second to endpoints that answer and that do not. */
  readonly perSecond: number
  readonly seconds: number
  /** Not waited for. */
  readonly hanging: ReadonlySet<number>
}

const warmUpSeconds = 3
const patienceMs = 120_000

/** Creates tickets at fixed instants, whatever the server answers. Throws when an endpoint that answers missed one. */
export async function runSteady(stage: DeliveryStage, load: SteadyLoad): Promise<Steady> {
  const { receivers, told } = stage
  const { perSecond, seconds, hanging } = load
  progress(`deliveries: ${perSecond} a second for ${warmUpSeconds + seconds} s, ${hanging.size} hanging`)
  await receivers.take()
  const everyMs = (1_000 * told) / perSecond
  const beginAt = performance.now()
  const warmAt = performance.timeOrigin + beginAt + warmUpSeconds * 1_000
  const created: Promise<readonly [ticketId: string, endpoints: readonly number[]]>[] = []
  for (let dueAt = beginAt; dueAt < beginAt + (warmUpSeconds + seconds) * 1_000; dueAt += everyMs) {
    await pause(Math.max(0, dueAt - performance.now()))
    const one = create(stage)
    // Awaited only when all are sent: until then a failure must not end the process.
    one.catch(() => {})
    created.push(one)
  }
  const endpointsOf = new Map(await Promise.all(created))
  const events = await readEvents(stage, [...endpointsOf.keys()])
  const awaited = new Map(
    events.flatMap(({ id, ticketId, committedAt }) =>
      (endpointsOf.get(ticketId) ?? [])
        .filter((endpoint) => !hanging.has(endpoint))
        .map((endpoint) => [`${endpoint} ${encodeId('event', id)}`, committedAt] as const),
    ),
  )
  const { size } = awaited
  const times: number[] = []
  for (const deadline = performance.now() + patienceMs; awaited.size > 0; await pause(100)) {
    for (const [endpoint, eventId, at] of await receivers.take()) {
      const committedAt = awaited.get(`${endpoint} ${eventId}`)
      awaited.delete(`${endpoint} ${eventId}`)
      if (committedAt !== undefined && committedAt >= warmAt) times.push(at - committedAt)
    }
    if (performance.now() > deadline) throw new Error(`Of ${size} deliveries ${awaited.size} were not heard.`)
  }
  return { perSecond, posts: times.length, receipt: latenciesOf(times) }
}

async function create(stage: DeliveryStage): Promise<readonly [ticketId: string, endpoints: readonly number[]]> {
  const { ticket, endpoints } = stage.nextTicket()
  const made = await stage.post(stage.path, ticket)
  return [decodeId('ticket', String(made['id'])) ?? '', endpoints]
}

interface Told {
  readonly id: string
  readonly ticketId: string
  readonly committedAt: number
}

async function readEvents(
  { owner, workspaceId, toldBy }: DeliveryStage,
  ticketIds: readonly string[],
): Promise<Told[]> {
  const { rows } = await owner.query<Told>(
    `select event.id, event.ticket_id as "ticketId",
       (extract(epoch from pg_xact_commit_timestamp(event.xmin)) * 1000)::float8 as "committedAt"
     from events as event
     where event.workspace_id = $1 and event.type = $3 and event.ticket_id = any($2::uuid[])`,
    [workspaceId, ticketIds, toldBy],
  )
  if (rows.length !== ticketIds.length) throw new Error(`Of ${ticketIds.length} tickets ${rows.length} were told.`)
  return rows
}
