import { decodeId } from '../../server/platform/ids.ts'
import { readCommitTimes } from './commit-times.ts'
import { latenciesOf } from './latencies.ts'
import type { RoutingStage } from './stage.ts'
import type { Latencies, TrafficJob, TrafficReport } from './traffic-job.ts'

/** What one rate gave. */
export interface Step {
  readonly rate: number
  readonly seconds: number
  /** One-minute load average before and after. */
  readonly load: readonly [number, number]
  /** Sent, and how long after it was due the latest one was. */
  readonly arrivals: number
  readonly latestMs: number
  readonly refused: number
  readonly firstRefusal: string
  /** Tasks queued in the measured time, and those of them that were offered at all. */
  readonly queued: number
  readonly offeredTasks: number
  readonly offeredPerSecond: number
  /** From the commit of `task.queued` to that of `offer.created`. */
  readonly offered: Latencies
  /** The same of those queued in the first and in the second half. */
  readonly halves: readonly [Latencies, Latencies]
  /** From the commit of `task.queued`, and from that of the offer, to the agent's own socket. */
  readonly heard: Latencies
  readonly heardAfterCommit: Latencies
  /** To the socket that follows everything. */
  readonly followed: Latencies
  /** From the instant an arrival was due to its answer. */
  readonly create: Latencies
  readonly accept: Latencies
  readonly complete: Latencies
  readonly unanswered: Readonly<Record<string, number>>
  /** Of the collector, in the measured time. */
  readonly pauseMs: number
  /** A task, warm-up included. */
  readonly serverCpuUs: number
  readonly postgresCpuUs: number
  readonly clientCpuUs: number
}

export interface StepInput {
  readonly job: TrafficJob
  readonly report: TrafficReport
  readonly load: readonly [number, number]
  readonly pauseMs: number
  readonly serverCpuMs: number
  readonly postgresCpuMs: number
}

/** Puts together what the traffic saw and what PostgreSQL recorded. Throws when less was sent than the rate says. */
export async function stepOf({ owner, context }: RoutingStage, input: StepInput): Promise<Step> {
  const { job, report, load, pauseMs } = input
  const planned = job.rate * job.seconds
  if (report.arrivals < planned * 0.999) throw new Error(`${report.arrivals} of ${planned} arrivals were sent.`)
  const times = await readCommitTimes(owner, context.workspace.id, report)
  const offered = times.flatMap(({ queuedAt, offeredAt }) => (offeredAt === null ? [] : [{ queuedAt, offeredAt }]))
  const middle = (report.from + report.to) / 2
  const waits = (some: typeof offered) => latenciesOf(some.map(({ queuedAt, offeredAt }) => offeredAt - queuedAt))
  const byTicket = new Map(times.map((one) => [one.ticketId, one]))
  const arrivedAfter = (list: TrafficReport['heard'], since: 'queuedAt' | 'offeredAt') =>
    latenciesOf(
      // Of a ticket that was offered again only the first counts.
      [...new Map(list.toReversed())].flatMap(([ticketId, at]) => {
        const from = byTicket.get(decodeId('ticket', ticketId) ?? '')?.[since] ?? null
        return from === null ? [] : [at - from]
      }),
    )
  const all = job.rate * (job.seconds + job.warmUpSeconds)
  return {
    rate: job.rate,
    seconds: job.seconds,
    load,
    arrivals: report.arrivals,
    latestMs: Math.round(report.latestMs),
    refused: report.refused,
    firstRefusal: report.firstRefusal,
    queued: times.length,
    offeredTasks: offered.length,
    offeredPerSecond: offered.filter(({ offeredAt }) => offeredAt < report.to).length / job.seconds,
    offered: waits(offered),
    halves: [
      waits(offered.filter(({ queuedAt }) => queuedAt < middle)),
      waits(offered.filter(({ queuedAt }) => queuedAt >= middle)),
    ],
    heard: arrivedAfter(report.heard, 'queuedAt'),
    heardAfterCommit: arrivedAfter(report.heard, 'offeredAt'),
    followed: arrivedAfter(report.followed, 'queuedAt'),
    create: report.create,
    accept: report.accept,
    complete: report.complete,
    unanswered: report.unanswered,
    pauseMs,
    serverCpuUs: Math.round((input.serverCpuMs * 1000) / all),
    postgresCpuUs: Math.round((input.postgresCpuMs * 1000) / all),
    clientCpuUs: Math.round((report.cpuSeconds * 1e6) / all),
  }
}

/** A rate is held when nothing was left behind and the backlog of work did not grow while it ran. */
export function isHeld(step: Step | undefined): step is Step {
  if (step === undefined) return false
  const { arrivals, refused, queued, offeredTasks, halves, create, unanswered } = step
  const isWhole = refused === 0 && create.count === arrivals && offeredTasks === queued && queued >= arrivals * 0.99
  const isSteady = halves[1].p50Ms <= 2 * halves[0].p50Ms + 5 && create.p99Ms < 1_000
  return isWhole && isSteady && Object.keys(unanswered).length === 0
}
