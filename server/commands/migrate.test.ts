import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { createEmptyDatabase, createTestDatabase } from '../database/testing/create-test-database.ts'
import { runHere } from './testing/run-here.ts'

const folder = join(import.meta.dirname, '..', 'migrations')
const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()

const empty = await createEmptyDatabase()
const fresh = await createEmptyDatabase()
const current = await createTestDatabase()
const newer = await createTestDatabase()
await onOwner(newer.ownerUrl, `insert into schema_migrations (number, name, checksum) values (9999, 'later.sql', '')`)
afterAll(async () => {
  for (const database of [empty, fresh, current, newer]) await database.drop()
})

/** Only as the owner: the roles of the service belong to the whole test server. */
const run = (ownerUrl: string, ...args: string[]) => runHere(['migrate', '--database-owner-url', ownerUrl, ...args])

async function onOwner<Row>(ownerUrl: string, statement: string): Promise<Row[]> {
  const client = new Client(ownerUrl)
  await client.connect()
  try {
    return (await client.query(statement)).rows as Row[]
  } finally {
    await client.end()
  }
}

const tablesIn = (ownerUrl: string) =>
  onOwner(ownerUrl, `select tablename from pg_tables where schemaname = 'public' order by tablename`)

describe('switchyard migrate --plan', () => {
  it('names what a new database needs and makes nothing of it', async () => {
    expect(await run(empty.ownerUrl, '--plan')).toEqual({
      code: 0,
      out: [`The database is at migration 0; ${names.length} to apply.`, ...names.map((name) => `  ${name}`), ''].join(
        '\n',
      ),
      told: '',
    })
    expect(await tablesIn(empty.ownerUrl)).toEqual([])
  })

  it('says that nothing is left to do', async () => {
    expect(await run(current.ownerUrl, '--plan')).toEqual({
      code: 0,
      out: `The database is at migration ${names.length}; 0 to apply.\n`,
      told: '',
    })
  })
})

describe('switchyard migrate', () => {
  it('applies what is left, and nothing the second time', async () => {
    const first = await run(fresh.ownerUrl)
    const applied = names.map((name) => `Applied migration ${name}.\n`).join('')
    expect(first).toEqual({ code: 0, out: '', told: `${applied}The database is up to date.\n` })
    expect(await tablesIn(fresh.ownerUrl)).toEqual(await tablesIn(current.ownerUrl))
    const told = `The database is up to date (migration ${names.length}).\n`
    expect(await run(fresh.ownerUrl)).toEqual({ code: 0, out: '', told })
  })
})

describe.each([{ plan: [] }, { plan: ['--plan'] }])('switchyard migrate $plan', ({ plan }) => {
  it('refuses a database that is newer, and leaves it', async () => {
    const before = await tablesIn(newer.ownerUrl)
    const { code, out, told } = await run(newer.ownerUrl, ...plan)
    expect(told).toMatch(/^switchyard: This database is at migration 9999, newer than this Switchyard .*\n$/)
    expect([code, out]).toEqual([1, ''])
    expect(await tablesIn(newer.ownerUrl)).toEqual(before)
  })

  it.each([
    ['a database without its owner', ['--database-url', empty.appUrl], /^DATABASE_OWNER_URL must name the role /],
    ['a database that does not answer', ['--database-owner-url', 'postgres://127.0.0.1:1/none'], /ECONNREFUSED/],
    ['a folder where nothing was started', ['--data', join(folder, 'none')], /^There is no data in .*none yet; start /],
    ['words', ['now'], /^Write it like this: switchyard migrate \[--plan\]$/],
  ])('refuses %s with one sentence', async (_, args, sentence) => {
    const { code, out, told } = await runHere(['migrate', ...plan, ...args])
    expect(told.replace(/^switchyard: |\n$/g, '')).toMatch(sentence)
    expect([code, out]).toEqual([1, ''])
  })
})
