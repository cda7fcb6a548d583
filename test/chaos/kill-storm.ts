import { parseArgs } from 'node:util'
import { chown, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findRunningPostgres } from '../../server/database/embedded/start-embedded-postgres.ts'
import { temporaryFolder } from '../../server/database/testing/temporary-folder.ts'
import {
  postmasterPid,
  runSwitchyard,
  type ServiceProcess,
  startServiceProcess,
} from '../../server/start/testing/service-process.ts'
import { checkStorm, type StormVerdict } from './storm-check.ts'
import { type Acknowledged, createForSure, type StormFigures } from './storm-client.ts'

const victims = ['node', 'postgres', 'both'] as const
type Victim = (typeof victims)[number]

export interface StormOptions {
  readonly creates: number
  readonly kills: number
  readonly seed: number
  /** Runs the service as this user instead of the present one. */
  readonly uid?: number
  readonly tell?: (line: string) => void
}

export interface StormReport extends StormVerdict, StormFigures {
  readonly acknowledged: number
  readonly killed: Readonly<Record<Victim, number>>
  /** From the kill to the next create that was answered, ms, rising. */
  readonly recoveriesMs: readonly number[]
  /** The command doctor's last word on invariants: its exit code. */
  readonly doctor: number | null
  /** Keys asked again at the end that gave another answer. */
  readonly changed: readonly string[]
  readonly tookMs: number
}

const atOnce = 16
/** A service that answers nothing for so long after a kill has failed. */
const patienceMs = 60_000

/**
 * Creates tickets under keys from many clients while Node, PostgreSQL or both are killed by SIGKILL again and again
 * (reliability.md D1, D2): what was answered must be there once, whole, and the same when asked again.
 */
export async function runKillStorm(options: StormOptions): Promise<StormReport> {
  const folder = await temporaryFolder('switchyard-storm-')
  if (options.uid !== undefined) await chown(folder, options.uid, options.uid)
  const storm = await openStorm({ ...options, dataFolder: join(folder, 'data') })
  try {
    return await storm.run()
  } finally {
    await storm.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function openStorm(options: StormOptions & { readonly dataFolder: string }) {
  const { creates, kills, seed, dataFolder, tell = () => {} } = options
  const who = options.uid === undefined ? {} : { uid: options.uid }
  let service: ServiceProcess = await startServiceProcess({ dataFolder, ...who })
  const { port } = new URL(service.address)
  const target = { address: service.address, token: /sy_\w+/.exec(service.told())?.[0] ?? '' }
  const acknowledged: Acknowledged[] = []
  const figures: StormFigures = { retried: 0, replayed: 0 }
  const killed = { node: 0, postgres: 0, both: 0 }
  const recoveriesMs: number[] = []

  async function client(next: () => string | null): Promise<void> {
    for (let key = next(); key !== null; key = next()) acknowledged.push(await createForSure(target, key, figures))
  }

  async function kill(victim: Victim): Promise<void> {
    const before = acknowledged.length
    const startedAt = performance.now()
    if (victim !== 'node') process.kill(postmasterPid(dataFolder), 'SIGKILL')
    if (victim !== 'postgres') {
      await service.end('SIGKILL')
      service = await startServiceProcess({ dataFolder, args: ['--port', port], ...who })
    }
    await untilAnswered(before, startedAt)
    killed[victim]++
    recoveriesMs.push(Math.round(performance.now() - startedAt))
    tell(`${victim} killed at ${before} of ${creates}; answering again after ${recoveriesMs.at(-1)} ms`)
  }

  async function untilAnswered(before: number, startedAt: number): Promise<void> {
    while (acknowledged.length === before && before < creates) {
      if (performance.now() - startedAt > patienceMs)
        throw new Error(`Nothing is answered any more. ${service.told()}${service.logged().slice(-4_000)}`)
      await pause(5)
    }
  }

  async function killAll(): Promise<void> {
    for (let turn = 0; turn < kills; turn++) {
      const due = Math.floor(((turn + 1) * creates) / (kills + 1))
      while (acknowledged.length < due) await pause(2)
      await kill(victims[(turn + seed) % victims.length] ?? 'node')
    }
  }

  return {
    run: async (): Promise<StormReport> => {
      const startedAt = performance.now()
      let asked = 0
      const next = () => (asked < creates ? `storm-${seed}-${asked++}` : null)
      await Promise.all([killAll(), ...Array.from({ length: atOnce }, () => client(next))])
      const changed: string[] = []
      for (const { key, text } of acknowledged.filter((_one, place) => place % 7 === 0)) {
        const again = await createForSure(target, key, { retried: 0, replayed: 0 })
        if (again.text !== text) changed.push(key)
      }
      const running = await findRunningPostgres(dataFolder)
      const verdict = await checkStorm(running?.ownerUrl ?? '', acknowledged)
      const doctor = await runSwitchyard(['doctor', '--data', dataFolder])
      const sorted = recoveriesMs.toSorted((a, b) => a - b)
      const tookMs = Math.round(performance.now() - startedAt)
      const report = { ...verdict, ...figures, acknowledged: acknowledged.length, killed, changed, tookMs }
      return { ...report, recoveriesMs: sorted, doctor: doctor.code }
    },
    close: async () => void (await service.end('SIGTERM')),
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      creates: { type: 'string', default: '2000' },
      kills: { type: 'string', default: '24' },
      seed: { type: 'string', default: '1' },
      uid: { type: 'string' },
    },
  })
  const { creates, kills, seed, uid } = values
  const report = await runKillStorm({
    creates: Number(creates),
    kills: Number(kills),
    seed: Number(seed),
    ...(uid !== undefined && { uid: Number(uid) }),
    tell: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  const isWhole = report.tickets === Number(creates) && report.acknowledged === Number(creates) && report.doctor === 0
  const isClean = [report.lost, report.doubled, report.torn, report.changed].every((list) => list.length === 0)
  process.exit(isWhole && isClean ? 0 : 1)
}
