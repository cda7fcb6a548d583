import { setTimeout as pause } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'

import { AppError } from '../../platform/errors.ts'
import { readMigrations, type Migration } from './migration-files.ts'
import { planMigrations, type MigrationPlan } from './plan-migrations.ts'

export interface MigrateInput {
  /** Of the role that owns the schema. */
  readonly ownerUrl: string
  readonly folder: string
  /** Receives one sentence per applied file. */
  readonly log?: (line: string) => void
}

/** Taken by whoever migrates; any constant does, as long as nothing else in this database locks it. */
const migratorLock = 7_948_001
const lockTries = 10

/**
 * Brings a database up to the newest migration, each file in a transaction of its own, and gives the names of the applied
 * files. Only one migrator works at a time; the others wait and find nothing left to do (reliability.md 3.19).
 */
export async function migrate(input: MigrateInput): Promise<string[]> {
  const migrations = await readMigrations(input.folder)
  return withClient(input.ownerUrl, async (client) => {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [migratorLock])
    await createLedger(client)
    const { pending } = await planMigrations(client, migrations)
    for (const migration of pending) {
      await apply(client, migration)
      input.log?.(`Applied migration ${migration.name}.`)
    }
    return pending.map(({ name }) => name)
  })
}

/** Gives what `migrate` would do, without doing it. */
export async function readMigrationPlan(input: MigrateInput): Promise<MigrationPlan> {
  const migrations = await readMigrations(input.folder)
  return withClient(input.ownerUrl, (client) => planMigrations(client, migrations))
}

async function createLedger(client: Client): Promise<void> {
  await client.query(`
    create table if not exists public.schema_migrations (
      number int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz(3) not null default now()
    )`)
  await client.query('grant select on public.schema_migrations to public')
}

/** Waits at most 2 s for a table lock, so that a long query never makes everybody queue behind the migration. */
async function apply(client: Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`begin; set local lock_timeout = '2s'`)
      await client.query(migration.sql)
      await client.query(
        `insert into public.schema_migrations (number, name, checksum)
         values ($1, $2, $3)`,
        [migration.number, migration.name, migration.checksum],
      )
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      const isLockTimeout = error instanceof DatabaseError && error.code === '55P03'
      if (!isLockTimeout || attempt === lockTries) throw explained(migration, error)
      await pause(500)
    }
  }
}

function explained(migration: Migration, error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error
  const line = error.position === undefined ? '' : ` in line ${lineOf(migration.sql, Number(error.position))}`
  return new AppError('unavailable', `${migration.name} failed${line}: ${error.message}. Nothing of it was applied.`)
}

function lineOf(sql: string, position: number): number {
  return sql.slice(0, position).split('\n').length
}

async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: 'switchyard migrate' })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
