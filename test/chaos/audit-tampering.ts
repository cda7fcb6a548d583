import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { Random } from '../../server/core/routing/random.testing.ts'
import { verifyTrail } from '../../server/commands/audit/verify-trail.ts'
import { makeCheckpoint, sealEvents, verifyAudit } from '../../server/modules/audit/index.ts'
import { type AuditWorld, openAuditWorld, testSealingKey } from '../../server/modules/audit/testing/audit-world.ts'
import type { Context } from '../../server/platform/context.ts'
import { onOwnPostgres } from './own-postgres.ts'
import { type OpenLog, type TamperingKind, tamperings } from './tampering/tamper.ts'

export interface TamperingOptions {
  readonly seed: number
  readonly tamperings: number
  /** Rows of the trail that is tampered with. */
  readonly rows: number
  /** Rows of the trail that is only checked, and timed. */
  readonly longRows: number
  readonly tell?: (line: string) => void
}

export interface TamperingReport extends Omit<TamperingOptions, 'tell'> {
  readonly done: Readonly<Record<TamperingKind, number>>
  /** What a verifier did not find, or of which it named another row. */
  readonly missed: readonly string[]
  /** What was found on the trail when nothing had been done to it. */
  readonly falseAlarms: number
  readonly longSeconds: { readonly service: number; readonly command: number }
}

const mostSeconds = 60
const sealedTogether = 5_000

/**
 * Tampers with a sealed trail, one thing at a time, and asks both verifiers, the service's and the command's, for the first
 * bad row; then lets both check a long trail (reliability.md A1).
 */
export async function tamperWithTrail(
  world: AuditWorld,
  { tell = () => undefined, ...options }: TamperingOptions,
): Promise<TamperingReport> {
  const owner = new Client(world.database.ownerUrl)
  const reader = new Client(world.database.appUrl)
  await Promise.all([owner.connect(), reader.connect()])
  try {
    const context = await world.openContext()
    const log = await openLog(world, context, { owner, options })
    const verifiers = verifiersOf(context, reader)
    const kinds = Object.keys(tamperings) as TamperingKind[]
    const done = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<TamperingKind, number>
    const missed: string[] = []
    let falseAlarms = 0
    for (let round = 0; round < options.tamperings; round++) {
      const kind = kinds[round % kinds.length] as TamperingKind
      const { what, firstBad } = await tamperings[kind](log)
      for (const [name, firstBadOf] of verifiers) {
        const found = await firstBadOf()
        if (found !== firstBad) missed.push(`${name}: ${what}, named ${found}`)
      }
      await restore(log)
      done[kind] += 1
      if (round % 50 === 49) {
        for (const [, firstBadOf] of verifiers) falseAlarms += Number((await firstBadOf()) !== null)
        tell(`${round + 1} of ${options.tamperings}, ${missed.length} missed`)
      }
    }
    const longSeconds = await timeLongTrail(world, { reader, rows: options.longRows, tell })
    return { ...options, done, missed, falseAlarms, longSeconds }
  } finally {
    await Promise.all([owner.end(), reader.end()])
  }
}

/** A sealed trail with two checkpoints, and a copy of it to restore it from. */
async function openLog(
  world: AuditWorld,
  context: Context,
  { owner, options }: { owner: Client; options: Omit<TamperingOptions, 'tell'> },
): Promise<OpenLog> {
  const [half, gaps] = [Math.ceil(options.rows / 20), [] as number[]]
  for (let lot = 0; lot < 20; lot++) {
    await world.append(context, half)
    const [gap] = await world.owner<{ seq: number }>(`select nextval('event_seq')::float8 as seq`)
    // Nothing comes after the last one.
    if (gap !== undefined && lot < 19) gaps.push(gap.seq)
    if (lot % 2 === 1) await sealed(world, context)
    if (lot === 9 || lot === 19) await makeCheckpoint(context)
  }
  const { id: workspaceId } = context.workspace
  await owner.query(`create temp table kept as select * from events where workspace_id = '${workspaceId}'`)
  const { rows } = await owner.query<{ seq: string }>('select seq from kept order by seq')
  return {
    client: owner,
    workspaceId,
    seqs: rows.map(({ seq }) => Number(seq)),
    gaps,
    random: new Random(options.seed),
  }
}

async function sealed(world: AuditWorld, context: Context): Promise<void> {
  await world.settle()
  await sealEvents(context)
}

async function restore({ client, workspaceId }: OpenLog): Promise<void> {
  await client.query('begin')
  await client.query('delete from events where workspace_id = $1', [workspaceId])
  await client.query('insert into events select * from kept')
  await client.query('commit')
}

function verifiersOf(context: Context, reader: Client) {
  const asked = { workspaceId: context.workspace.id, sealingKey: Buffer.from(testSealingKey), logged: [] }
  return [
    ['service', async () => (await verifyAudit(context)).firstBad?.seq ?? null],
    ['command', async () => (await verifyTrail(reader, asked)).firstBad?.seq ?? null],
  ] as const
}

/** Seconds that each verifier takes for so many rows; all of them must be found right. */
async function timeLongTrail(
  world: AuditWorld,
  { reader, rows, tell }: { reader: Client; rows: number; tell: (line: string) => void },
): Promise<TamperingReport['longSeconds']> {
  const context = await world.openContext()
  for (let done = 0; done < rows; done += sealedTogether) {
    await world.append(context, Math.min(sealedTogether, rows - done))
    if (done % 100_000 === 0) {
      await sealed(world, context)
      tell(`${done} of ${rows} rows`)
    }
  }
  await sealed(world, context)
  const seconds: number[] = []
  for (const [name, firstBadOf] of verifiersOf(context, reader)) {
    const startedAt = performance.now()
    const found = await firstBadOf()
    if (found !== null) throw new Error(`The ${name} finds row ${found} bad, to which nothing was done.`)
    seconds.push(Math.round((performance.now() - startedAt) / 10) / 100)
  }
  const [service = Number.NaN, command = Number.NaN] = seconds
  return { service, command }
}

/** Whether a report says that the promises were kept. */
export function hasHeld({ missed, falseAlarms, longSeconds, done, tamperings: asked }: TamperingReport): boolean {
  const all = Object.values(done).reduce((sum, count) => sum + count, 0)
  const isFast = longSeconds.service <= mostSeconds && longSeconds.command <= mostSeconds
  return all === asked && missed.length === 0 && falseAlarms === 0 && isFast
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      tamperings: { type: 'string', default: '1000' },
      rows: { type: 'string', default: '2000' },
      'long-rows': { type: 'string', default: '1000000' },
    },
  })
  const report = await onOwnPostgres(async (postgres) => {
    const world = await openAuditWorld({ ...postgres, drop: async () => undefined })
    try {
      const [seed, rows] = [Number(values.seed), Number(values.rows)]
      const asked = { seed, rows, tamperings: Number(values.tamperings), longRows: Number(values['long-rows']) }
      return await tamperWithTrail(world, { ...asked, tell: (line) => void process.stderr.write(`${line}\n`) })
    } finally {
      await world.close()
    }
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exit(hasHeld(report) ? 0 : 1)
}
