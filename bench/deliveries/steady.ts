import { setTimeout as pause } from 'node:timers/promises'
import { decodeId, encodeId } from '../../server/platform/ids.ts'
import type { Figure, MakeFigure } from '../figure.ts'
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

interface SteadyLoad {
  /** POST a second to endpoints that answer and that do not. */
  readonly perSecond: number
  readonly seconds: number
  /** Not waited for. */
  readonly hanging: ReadonlySet<number>
}

const warmUpSeconds = 3
const patienceMs = 120_000

/** The same load twice: while all answer, and beside an endpoint that never does. */
export interface Beside {
  readonly healthy: Steady
  readonly beside: Steady
}

/** Runs a load while all endpoints answer, then beside one that hangs, each from rest. */
export async function runBeside(stage: DeliveryStage, load: Omit<SteadyLoad, 'hanging'>): Promise<Beside> {
  await stage.untilCalm()
  const healthy = await runSteady(stage, { ...load, hanging: new Set() })
  await stage.untilCalm()
  const hanging = 0
  await stage.receivers.hang(hanging)
  return { healthy, beside: await runSteady(stage, { ...load, hanging: new Set([hanging]) }) }
}

/** How soon was heard at a rate that these words name, and what the one that hung cost the others. */
export function receiptFigures(figure: MakeFigure, { healthy, beside }: Beside, rate: string): Figure[] {
  return [
    figure(`p50 commit to receipt, ${rate}`, healthy.receipt.p50Ms, 'ms'),
    figure(`p99 commit to receipt, ${rate}`, healthy.receipt.p99Ms, 'ms', { atMost: 1_000 }),
    figure('p99 beside one that hangs', beside.receipt.p99Ms, 'ms'),
    figure('what one that hangs costs, p99', beside.receipt.p99Ms / healthy.receipt.p99Ms, 'x', { atMost: 1.5 }),
  ]
}

/** Creates tickets at fixed instants, whatever the server answers. Throws when an endpoint that answers missed one. */
async function runSteady(stage: DeliveryStage, load: SteadyLoad): Promise<Steady> {
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
