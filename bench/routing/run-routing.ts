import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { Figure, Measurement } from '../figure.ts'
import { runChild } from '../machine/child.ts'
import { cpuMsOf } from '../machine/cpu-time.ts'
import { progress } from '../machine/progress.ts'
import { desks } from './centre-workflow.ts'
import { claimRateOfGraphile } from './graphile-claims.ts'
import { longestPauseMs } from './pauses.ts'
import { isHeld, type Step, stepOf } from './step.ts'
import { openRoutingStage, type RoutingStage } from './stage.ts'
import type { TrafficJob, TrafficReport } from './traffic-job.ts'

const size = { agents: 10_000, waiting: 100_000, sockets: 300 }
/** The rate of the goal, then what a smaller machine may hold. */
const statedRate = 1_000
const firstRate = 50
const otherRates = [100, 200, 400, 700]
const warmUpSeconds = 5
const trafficProgram = join(import.meta.dirname, 'traffic.ts')

/** Figure P3: tasks arrive, are offered, accepted and completed in a centre of 10,000 agents and 100,000 waiting tasks. */
export async function runRouting({ seconds, compare }: { seconds: number; compare: boolean }): Promise<Measurement> {
  const measured = Math.max(6, seconds)
  const stage = await openRoutingStage(size)
  try {
    // Tables that traffic alone fills are empty in a new centre; a running one has their statistics, by autovacuum.
    await runStep(stage, firstRate, measured)
    await stage.owner.query('vacuum analyze')
    const steps: Step[] = []
    for (const rate of [firstRate, ...otherRates]) {
      steps.push(await runStep(stage, rate, measured))
      if (!isHeld(steps.at(-1))) break
    }
    steps.push(await runStep(stage, statedRate, measured))
    const graphile = compare ? await claimRateOfGraphile(stage.ownerUrl) : null
    const stated = steps.at(-1)
    const held = steps.findLast(isHeld) ?? null
    if (stated === undefined) throw new Error('No step was run.')
    return {
      bench: 'routing',
      setup: [
        `${size.agents} agents available in ${desks} queues, ${size.waiting} waiting tasks of 4,800 signatures that nobody free may take; read in ${Math.round(stage.loadedInMs)} ms; first a run at ${firstRate}/s and an ANALYZE`,
        `one process with all roles; tickets arrive by POST /v1/ticket/create at fixed instants for ${measured} s after ${warmUpSeconds} s; each is accepted after 0.2 to 1 s and completed after 2 to 4 s by the API`,
        `${size.sockets} agents have sockets of their own, the others give signs of life in bulk`,
        'event in: commit of the event task.queued; offered: commit of offer.created, both as PostgreSQL recorded them; heard: at the agent’s socket, in the client',
        'held: every arrival sent on time, answered and offered, and half of the time as quick as the other',
      ],
      figures: figuresOf(stated, held, graphile),
      detail: { loadedInMs: stage.loadedInMs, steps, graphile },
    }
  } finally {
    await stage.close()
  }
}

async function runStep(stage: RoutingStage, rate: number, seconds: number): Promise<Step> {
  progress(`routing: ${rate} tasks/s for ${warmUpSeconds + seconds} s`)
  const job: TrafficJob = {
    address: stage.server.address,
    token: stage.token,
    desks,
    rate,
    warmUpSeconds,
    seconds,
    connections: 64,
    passes: await stage.passes(),
    acceptAfterMs: [200, 1_000],
    completeAfterMs: [2_000, 4_000],
  }
  const [server, postgres] = cpuOf(stage)
  const loadBefore = loadavg()[0] ?? 0
  const report = JSON.parse(await runChild(process.execPath, [trafficProgram, JSON.stringify(job)])) as TrafficReport
  const [serverAfter, postgresAfter] = cpuOf(stage)
  const log = await readFile(`${stage.server.dataFolder}.log`, 'utf8')
  return stepOf(stage, {
    job,
    report,
    load: [loadBefore, loadavg()[0] ?? 0],
    pauseMs: longestPauseMs(log, stage.server.startedAt, report),
    serverCpuMs: serverAfter - server,
    postgresCpuMs: postgresAfter - postgres,
  })
}

function cpuOf({ server, postgresPid }: RoutingStage): [server: number, postgres: number] {
  return [cpuMsOf(server.pid) ?? Number.NaN, cpuMsOf(postgresPid) ?? Number.NaN]
}

function figuresOf(stated: Step, held: Step | null, graphile: number | null): Figure[] {
  const figure = (name: string, value: number, unit: string, goal: Figure['goal'] = null): Figure => ({
    name: `P3 ${name}`,
    value: Math.round(value * 100) / 100,
    unit,
    goal,
  })
  const ofHeld =
    held === null
      ? []
      : [
          figure('p99 event in to offer, rate held', held.offered.p99Ms, 'ms'),
          figure('p99 event in to socket, rate held', held.heard.p99Ms, 'ms'),
          figure('longest pause, rate held', held.pauseMs, 'ms'),
          figure('server CPU a task', held.serverCpuUs, 'us'),
          figure('PostgreSQL CPU a task', held.postgresCpuUs, 'us'),
        ]
  return [
    figure(`p99 event in to offer, ${stated.rate}/s`, stated.offered.p99Ms, 'ms', { atMost: 10 }),
    figure(`p99 event in to socket, ${stated.rate}/s`, stated.heard.p99Ms, 'ms', { atMost: 50 }),
    figure(`tasks offered at ${stated.rate}/s`, stated.offeredPerSecond, '/s', { atLeast: stated.rate * 0.99 }),
    figure('longest pause of the collector', stated.pauseMs, 'ms'),
    figure('rate held', held?.rate ?? 0, 'tasks/s'),
    ...ofHeld,
    ...(graphile === null ? [] : [figure('no-op claims of graphile-worker', graphile, '/s')]),
  ]
}
