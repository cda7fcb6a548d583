import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { temporaryFolder } from '../../server/database/testing/temporary-folder.ts'
import { rm } from 'node:fs/promises'
import { runSwitchyard, type ServiceProcess, startServiceProcess } from '../../server/start/testing/service-process.ts'
import { onOwnPostgres } from './own-postgres.ts'
import { openPairClient } from './pair-client.ts'
import { checkPair, type PairVerdict } from './pair-check.ts'
import { agents, type Kill, killAmidWork, ticketsAtKill } from './pair-kill.ts'

export interface PairOptions {
  readonly kills: number
  /** Tickets created, offered, accepted and completed in each round, before those of the kill. */
  readonly tickets: number
  readonly tell?: (line: string) => void
}

export interface PairReport extends PairVerdict {
  readonly kills: readonly Kill[]
  readonly tickets: number
  /** Times the shard changed hands; one more than kills when it never did without need. */
  readonly takeovers: number
  /** The exit code of the command doctor: 0 = all invariants hold. */
  readonly doctor: number | null
}

const patienceMs = 60_000

/**
 * Two processes with api and router on one database, of which one routes: that one is killed by SIGKILL again and again,
 * in the middle of its work, and the other goes on. All work that was asked for is accepted and completed exactly once.
 */
export async function runRouterPair(options: PairOptions): Promise<PairReport> {
  const folder = await temporaryFolder('switchyard-pair-')
  try {
    return await onOwnPostgres(({ appUrl, ownerUrl }) => playPair({ ...options, folder, appUrl, ownerUrl }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Place extends PairOptions {
  readonly folder: string
  readonly appUrl: string
  readonly ownerUrl: string
}

async function playPair(place: Place): Promise<PairReport> {
  const { folder, appUrl, ownerUrl, kills, tickets, tell = () => undefined } = place
  const database = ['--database-url', appUrl, '--database-owner-url', ownerUrl]
  const start = (name: string) =>
    startServiceProcess({
      dataFolder: join(folder, name),
      args: ['--port', '0', '--roles', 'api,router', ...database],
    })
  const owner = new Client(ownerUrl)
  await owner.connect()
  const pair = new Map<string, ServiceProcess>([['a', await start('a')]])
  try {
    const first = pair.get('a')
    const token = /sy_\w+/.exec(first?.told() ?? '')?.[0] ?? ''
    const client = openPairClient(token)
    pair.set('b', await start('b'))
    await client.addAgents(first?.address ?? '', agents)
    const done: Kill[] = []
    for (let round = 0; round <= kills; round++) {
      const [name, active] = await activeOf(owner, pair)
      await client.work(active.address, tickets)
      if (round === kills) break
      const [other] = [...pair].flatMap(([key, process]) => (key === name ? [] : [process]))
      done.push(await killAmidWork(owner, client, { active, survivor: other ?? active }))
      tell(`router ${name} killed; the other one offered after ${done.at(-1)?.pauseMs} ms`)
      pair.set(name, await start(name))
    }
    const { rows } = await owner.query<{ epoch: string }>('select max(epoch) as epoch from router_shards')
    const answered = done.flatMap((kill) => kill.answered)
    const verdict = await checkPair(owner, { created: client.created, answered })
    const doctor = await runSwitchyard(['doctor', '--data', join(folder, 'a'), ...database])
    const takeovers = Number(rows[0]?.epoch ?? 0)
    return { ...verdict, kills: done, tickets: client.created.length, takeovers, doctor: doctor.code }
  } finally {
    await owner.end()
    await Promise.all([...pair.values()].map((process) => process.end('SIGTERM')))
  }
}

/** Which of the two routes now, by the row that says so. */
async function activeOf(owner: Client, pair: ReadonlyMap<string, ServiceProcess>): Promise<[string, ServiceProcess]> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < patienceMs) {
    const { rows } = await owner.query<{ holder: string | null }>('select holder from router_shards')
    const holders = new Set(rows.map(({ holder }) => Number(holder?.split(':').at(-1))))
    const active = [...pair].find(([, { pid }]) => holders.size === 1 && holders.has(pid))
    if (active !== undefined) return active
    await pause(50)
  }
  throw new Error('Neither of the two processes routes.')
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '20' }, tickets: { type: 'string', default: '50' } },
  })
  const [kills, tickets] = [Number(values.kills), Number(values.tickets)]
  const report = await runRouterPair({ kills, tickets, tell: (line) => process.stderr.write(`${line}\n`) })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  const isWhole = report.kills.length === kills && report.tickets === tickets * (kills + 1) + ticketsAtKill * kills
  const { lost, doubled, forgotten } = report
  const isClean = lost.length + doubled.length + forgotten.length === 0 && report.doctor === 0
  const isSoon = report.kills.every(({ pauseMs }) => pauseMs <= 5_000)
  process.exit(isWhole && isClean && isSoon && report.takeovers === kills + 1 ? 0 : 1)
}
