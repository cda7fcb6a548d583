import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { type DeliveryWorld, openDeliveryWorld } from '../../server/modules/deliveries/testing/delivery-world-store.ts'
import { onOwnPostgres } from './own-postgres.ts'
import type { Workspace } from '../../server/platform/context.ts'
import { type ClocksReport, judgeClocks, publishSeconds, raiseTickets, type ToldClock } from './timers/clocks.ts'
import { firedTable, toldClocks } from './timers/fired-store.ts'
import { percentile } from './webhooks/verdicts.ts'

export interface TimerOptions {
  readonly timers: number
  /** They come due evenly over so many seconds, in four workspaces. */
  readonly seconds: number
  /** Real ones, raised meanwhile, whose clocks ring too. */
  readonly tickets: number
  readonly kills: number
  readonly tell?: (line: string) => void
}

export interface TimerReport {
  readonly timers: number
  readonly fired: number
  readonly twice: number
  readonly early: number
  readonly kills: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly clocks: ClocksReport
}

const workspaces = 4
const leadMs = 3_000
const patienceMs = 180_000

/**
 * Two processes fire pending timers, most of which say only when; those of tickets that are raised and answered meanwhile
 * are their clocks. One of the processes is killed by SIGKILL again and again. What the dead one had leased fires when its
 * lease is over; everything fires exactly once.
 */
export function runTimers({ tell = () => undefined, ...options }: TimerOptions): Promise<TimerReport> {
  return onOwnPostgres(async ({ appUrl, relayUrl, ownerUrl }) => {
    const owner = new Client(ownerUrl)
    await owner.connect()
    const processes = new Map<number, ChildProcess>()
    const world = await openDeliveryWorld({ appUrl, relayUrl, ownerUrl, drop: () => Promise.resolve() })
    try {
      await owner.query(firedTable)
      const desk = await world.addWorkspace()
      await publishSeconds(world.contextOf(desk))
      const urls = [appUrl, relayUrl, desk.id]
      const start = async (place: number) => void processes.set(place, await startWorker(urls))
      await arm(owner, world, options)
      await Promise.all([start(0), start(1)])
      const raised = raiseTickets(world.contextOf(desk), options)
      for (let kill = 1; kill <= options.kills; kill++) {
        await untilFired(owner, Math.floor((options.timers * kill) / (options.kills + 1)))
        processes.get(kill % 2)?.kill('SIGKILL')
        await start(kill % 2)
        tell(`killed ${kill} of ${options.kills}`)
      }
      await untilFired(owner, options.timers)
      await raised
      await untilRung(owner, desk)
      // Nobody may fire one a second time afterwards.
      await pause(1_000)
      return { ...(await reportOf(owner, options)), clocks: await clocksReport(owner, desk) }
    } finally {
      for (const child of processes.values()) child.kill('SIGKILL')
      await Promise.all([owner.end(), world.close()])
    }
  })
}

async function startWorker(args: readonly string[]): Promise<ChildProcess> {
  const file = join(import.meta.dirname, 'timers', 'worker.ts')
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout !== null) await once(child.stdout, 'data')
  return child
}

async function arm(owner: Client, world: DeliveryWorld, { timers, seconds }: TimerOptions): Promise<void> {
  for (let count = 0; count < workspaces; count++) {
    const { id } = await world.addWorkspace()
    await owner.query(
      `insert into timers (workspace_id, kind, subject_id, due_at)
       select $1, 'sla', gen_random_uuid(), now() + make_interval(secs => $2 + $3::float8 * number / $4)
       from generate_series(1, $4::integer) as number`,
      [id, leadMs / 1000, seconds, timers / workspaces],
    )
  }
}

/** Until no clock of the workspace waits for anything. */
async function untilRung(owner: Client, { id }: Workspace): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    const { rows } = await owner.query<{ count: string }>('select count(*) from timers where workspace_id = $1', [id])
    if (rows[0]?.count === '0') return
    if (performance.now() - startedAt > patienceMs) throw new Error(`${rows[0]?.count} clocks still wait.`)
    await pause(200)
  }
}

async function clocksReport(owner: Client, { id }: Workspace): Promise<ClocksReport> {
  const { rows } = await owner.query<ToldClock>(toldClocks, [id])
  return judgeClocks(rows, Date.now())
}

async function untilFired(owner: Client, wanted: number): Promise<void> {
  let seen = -1
  let seenAt = performance.now()
  for (;;) {
    const { rows } = await owner.query<{ count: string }>(
      'select count(distinct subject_id) as count from fired_timers',
    )
    const fired = Number(rows[0]?.count)
    if (fired >= wanted) return
    if (fired > seen) [seen, seenAt] = [fired, performance.now()]
    if (performance.now() - seenAt > patienceMs) throw new Error(`Only ${fired} of ${wanted} timers fired.`)
    await pause(200)
  }
}

async function reportOf(owner: Client, { timers, kills }: TimerOptions): Promise<Omit<TimerReport, 'clocks'>> {
  const { rows } = await owner.query<{ times: string; late: number }>(
    `select count(*) as times, min(extract(epoch from fired_at - due_at) * 1000)::float8 as late
     from fired_timers group by subject_id`,
  )
  const lateness = rows.map(({ late }) => late)
  return {
    timers,
    fired: rows.length,
    twice: rows.filter(({ times }) => Number(times) > 1).length,
    early: lateness.filter((ms) => ms < 0).length,
    kills,
    p50Ms: Math.round(percentile(lateness, 0.5)),
    p99Ms: Math.round(percentile(lateness, 0.99)),
    maxMs: Math.round(percentile(lateness, 1)),
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      timers: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '240' },
      tickets: { type: 'string', default: '2000' },
      kills: { type: 'string', default: '4' },
    },
  })
  const report = await runTimers({
    timers: Number(values.timers),
    seconds: Number(values.seconds),
    tickets: Number(values.tickets),
    kills: Number(values.kills),
    tell: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  const { clocks } = report
  const isRaised = clocks.clocks === Number(values.tickets) * 2
  const isToldOnce = isRaised && clocks.missing === 0 && clocks.twice === 0 && clocks.early === 0
  const isExact = report.fired === report.timers && report.twice === 0 && report.early === 0 && isToldOnce
  process.exit(isExact && report.p99Ms <= 1_000 ? 0 : 1)
}
