import type { ClientBase } from 'pg'

import { AppError } from '../../platform/errors.ts'
import type { Migration } from './migration-files.ts'

/** What a database has and what it still needs. `current` is 0 for a new database. */
export interface MigrationPlan {
  readonly current: number
  readonly pending: readonly Migration[]
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly checksum: string
}

/**
 * Compares a database with the migrations of this Switchyard and changes nothing. Refuses (`unavailable`) a database that
 * is newer than they are and a file that was edited after it had been applied. Any role that may read schema_migrations.
 */
export async function planMigrations(client: ClientBase, migrations: readonly Migration[]): Promise<MigrationPlan> {
  const applied = await readApplied(client)
  const current = applied.at(-1)?.number ?? 0
  if (current > migrations.length)
    throw new AppError(
      'unavailable',
      `This database is at migration ${current}, newer than this Switchyard (${migrations.length}). Upgrade Switchyard.`,
    )
  for (const { number, name, checksum } of applied) {
    const file = migrations[number - 1]
    if (file?.name !== name)
      throw new AppError('unavailable', `Migration ${number} was applied as ${name}, but is now ${file?.name}.`)
    if (file.checksum !== checksum)
      throw new AppError(
        'unavailable',
        `${name} was edited after it had been applied. Restore it and add a new migration.`,
      )
  }
  return { current, pending: migrations.slice(current) }
}

async function readApplied(client: ClientBase): Promise<Applied[]> {
  const found = await client.query<{ exists: boolean }>(
    `select to_regclass('public.schema_migrations') is not null as exists`,
  )
  if (found.rows[0]?.exists !== true) return []
  const { rows } = await client.query<Applied>(
    `select schema_migrations.number, schema_migrations.name, schema_migrations.checksum
     from public.schema_migrations
     order by schema_migrations.number`,
  )
  return rows
}
