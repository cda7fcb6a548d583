import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { soon } from '../../platform/testing/soon.ts'
import { createEmptyDatabase, type TestDatabase } from '../testing/create-test-database.ts'
import { migrate, readMigrationPlan } from './migrate.ts'

let database: TestDatabase
let folder = ''
let client: Client

beforeEach(async () => {
  database = await createEmptyDatabase()
  folder = await mkdtemp(join(tmpdir(), 'switchyard-migrations-'))
  client = new Client(database.ownerUrl)
  await client.connect()
  await write('0001-first.sql', 'create table first (id int);')
  await write('0002-second.sql', 'insert into first values (1), (2);')
})
afterEach(async () => {
  await client.end()
  await rm(folder, { recursive: true, force: true })
})

const write = (name: string, sql: string) => writeFile(join(folder, name), sql)
const run = () => migrate({ ownerUrl: database.ownerUrl, folder })
const plan = () => readMigrationPlan({ ownerUrl: database.ownerUrl, folder })

async function ask(statement: string): Promise<unknown> {
  return (await client.query({ text: statement, rowMode: 'array' })).rows[0]?.[0]
}

describe('migrate', () => {
  it('applies what is pending, in order, and nothing twice', async () => {
    expect(await run()).toEqual(['0001-first.sql', '0002-second.sql'])
    expect(await run()).toEqual([])
    await write('0003-third.sql', 'insert into first values (3);')
    expect(await run()).toEqual(['0003-third.sql'])
    expect(await ask('select array_agg(id order by id) from first')).toEqual([1, 2, 3])
    expect(await ask(`select count(*)::int from schema_migrations where applied_at <= now()`)).toBe(3)
  })

  it('tells each applied file', async () => {
    const lines: string[] = []
    await migrate({ ownerUrl: database.ownerUrl, folder, log: (line) => lines.push(line) })
    expect(lines).toEqual(['Applied migration 0001-first.sql.', 'Applied migration 0002-second.sql.'])
  })

  it('applies each file once when many start together', async () => {
    const rivals = await Promise.all(Array.from({ length: 5 }, run))
    expect(rivals.flat().toSorted()).toEqual(['0001-first.sql', '0002-second.sql'])
    expect(await ask('select count(*)::int from first')).toBe(2)
  })

  it('keeps nothing of a file that fails, and everything before it', async () => {
    await write('0003-third.sql', 'insert into first values (3);\nselect nonsense;')
    await expect(run()).rejects.toThrow(
      '0003-third.sql failed in line 2: column "nonsense" does not exist. Nothing of it was applied.',
    )
    expect(await ask('select count(*)::int from first')).toBe(2)
    expect((await plan()).current).toBe(2)
  })

  it('gives way to a long query and tries again', async () => {
    await run()
    await write('0003-third.sql', 'alter table first add column name text;')
    await client.query('begin; lock table first in access share mode')
    const migrating = run()
    await vi.waitFor(async () => expect(await lastStatementOfMigrator()).toBe('rollback'), soon)
    await client.query('commit')
    expect(await migrating).toEqual(['0003-third.sql'])
  })
})

/** Inside a transaction the view of other sessions stands still until it is cleared. */
async function lastStatementOfMigrator(): Promise<unknown> {
  await client.query('select pg_stat_clear_snapshot()')
  return ask(`select query from pg_stat_activity
              where application_name = 'switchyard migrate' and state = 'idle' and datname = current_database()`)
}

describe('migrate refuses', () => {
  it('a file edited after it was applied, naming it', async () => {
    await run()
    await write('0002-second.sql', 'insert into first values (1), (2), (3);')
    const sentence = '0002-second.sql was edited after it had been applied. Restore it and add a new migration.'
    await expect(run()).rejects.toThrow(sentence)
    await expect(plan()).rejects.toThrow(sentence)
  })

  it('a file renamed after it was applied', async () => {
    await run()
    await rename(join(folder, '0002-second.sql'), join(folder, '0002-other.sql'))
    await expect(run()).rejects.toThrow('Migration 2 was applied as 0002-second.sql, but is now 0002-other.sql.')
  })

  it('a database that a newer Switchyard has migrated', async () => {
    await run()
    await rm(join(folder, '0002-second.sql'))
    const sentence = 'This database is at migration 2, newer than this Switchyard (1). Upgrade Switchyard.'
    await expect(run()).rejects.toThrow(sentence)
    await expect(plan()).rejects.toMatchObject({ code: 'unavailable', message: sentence })
  })

  it.each([
    ['0004-fourth.sql', /0004-fourth\.sql stands where migration 3 should/],
    ['0002-again.sql', /0002-second\.sql stands where migration 3 should/],
    ['3-third.sql', /3-third\.sql is no name for a migration/],
    ['0003_Third.sql', /0003_Third\.sql is no name for a migration/],
  ])('a folder with %s out of line, before touching the database', async (name, sentence) => {
    await write(name, 'select 1;')
    await expect(run()).rejects.toThrow(sentence)
    expect(await ask(`select to_regclass('schema_migrations')`)).toBeNull()
  })
})

describe('the plan', () => {
  it('names what is pending and changes nothing', async () => {
    const { current, pending } = await plan()
    expect([current, pending.map(({ name }) => name)]).toEqual([0, ['0001-first.sql', '0002-second.sql']])
    expect(await ask(`select to_regclass('schema_migrations')`)).toBeNull()
  })
})
