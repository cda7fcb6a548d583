import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AppError } from '../../platform/errors.ts'

/** One numbered file of SQL. The checksum is the SHA-256 of its text in hex. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly checksum: string
  readonly sql: string
}

const fileName = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/

/** Reads `0001-name.sql`, `0002-name.sql`, ... in order; refuses strange names, gaps and numbers given twice. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const migrations = await Promise.all(names.map((name) => readMigration(folder, name)))
  for (const [index, migration] of migrations.entries())
    if (migration.number !== index + 1)
      throw refused(`${migration.name} stands where migration ${index + 1} should: numbers rise by one without gaps.`)
  return migrations
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const number = Number(fileName.exec(name)?.[1])
  if (Number.isNaN(number)) throw refused(`${name} is no name for a migration; it should look like 0001-events.sql.`)
  const sql = await readFile(join(folder, name), 'utf8')
  return { number, name, checksum: createHash('sha256').update(sql).digest('hex'), sql }
}

function refused(message: string): AppError {
  return new AppError('unavailable', message)
}
