import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { prepareRoles } from '../migrate/prepare-roles.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { isRoot } from './service-account.ts'
import { findRunningPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.ts'

let folder = ''
let lines: string[] = []
let started: EmbeddedPostgres[] = []

beforeEach(async () => {
  folder = await temporaryFolder('switchyard-embedded-')
  lines = []
  started = []
})
afterEach(async () => {
  for (const postgres of started) await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

async function start(dataFolder = join(folder, 'data')): Promise<EmbeddedPostgres> {
  const sharedFolder = join(folder, 'shared')
  const postgres = await startEmbeddedPostgres({ dataFolder, sharedFolder, log: (line) => lines.push(line) })
  started.push(postgres)
  return postgres
}

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows[0]?.[0]
  } finally {
    await client.end()
  }
}

describe('the first start', () => {
  it('creates a durable database, tells so, and keeps its passwords to itself', async () => {
    const postgres = await start()

    expect(postgres).toMatchObject({ isFirstStart: true, wasAdopted: false, host: '127.0.0.1' })
    // Whether the programs are copied first depends on where this checkout lies.
    expect(lines.filter((line) => !line.includes('copying its programs'))).toEqual([
      `First start: creating the database in ${postgres.dataFolder}/pg.`,
    ])
    expect(await ask(postgres.ownerUrl, 'select current_database()')).toBe('switchyard')
    expect(await ask(postgres.ownerUrl, `select current_setting('fsync')`)).toBe('on')
    expect(await ask(postgres.ownerUrl, `select current_setting('data_checksums')`)).toBe('on')
    expect((await stat(join(postgres.dataFolder, 'instance.json'))).mode & 0o777).toBe(0o600)
    const refused = ask(postgres.ownerUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1')
    await expect(refused).rejects.toThrow(/password authentication failed/)
  })

  it('keeps letters outside ASCII in trigram search', async () => {
    const postgres = await start()
    await ask(postgres.ownerUrl, 'create extension pg_trgm')
    expect(await ask(postgres.ownerUrl, `select similarity('Москва', 'москва')`)).toBe(1)
    expect(await ask(postgres.ownerUrl, `select show_trgm('ü') <> '{}'`)).toBe(true)
  })

  it('begins anew where an earlier one was cut off', async () => {
    const dataFolder = join(folder, 'data')
    await mkdir(join(dataFolder, 'pg.new-1'), { recursive: true })
    await writeFile(join(dataFolder, 'pg.new-1', 'PG_VERSION'), '18')
    await chmod(dataFolder, 0o711)
    const postgres = await start()
    expect(postgres.isFirstStart).toBe(true)
    expect(existsSync(join(dataFolder, 'pg.new-1'))).toBe(false)
  })
})

describe('a later start', () => {
  it('finds data, port and passwords again', async () => {
    const first = await start()
    await prepareRoles(first.ownerUrl, first)
    await ask(first.ownerUrl, 'create table kept as select 7 as value')
    await first.stop()

    const second = await start()
    expect(second.isFirstStart).toBe(false)
    expect(second.port).toBe(first.port)
    expect(second.startedInMs).toBeGreaterThan(0)
    expect(await ask(second.ownerUrl, 'select value from kept')).toBe(7)
    expect(await ask(second.appUrl, 'select current_user')).toBe('switchyard_app')
  })

  it('moves to another port where its own was taken meanwhile', async () => {
    const first = await start()
    await first.stop()
    const rival = createServer().listen(first.port, '127.0.0.1')
    await new Promise((resolve) => rival.once('listening', resolve))
    try {
      const second = await start()
      expect(second.port).not.toBe(first.port)
      expect(await ask(second.ownerUrl, 'select 1')).toBe(1)
      expect(JSON.parse(await readFile(join(second.dataFolder, 'instance.json'), 'utf8')).port).toBe(second.port)
    } finally {
      rival.close()
    }
  })

  it('refuses a folder that is in use and names who uses it', async () => {
    const first = await start()
    await expect(start()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        new RegExp(`^The data folder ${first.dataFolder} is in use by process ${process.pid} since \\d{4}-.*Z\\.$`),
      ),
    })
    expect(await ask(first.ownerUrl, 'select 1')).toBe(1)
  })

  it('refuses data of another major version and missing passwords', async () => {
    const dataFolder = join(folder, 'data')
    await mkdir(join(dataFolder, 'pg'), { recursive: true })
    await chmod(dataFolder, 0o711)
    await writeFile(join(dataFolder, 'pg', 'PG_VERSION'), '17\n')
    await expect(start()).rejects.toThrow(/was written by PostgreSQL 17, this Switchyard brings 18/)
    await writeFile(join(dataFolder, 'pg', 'PG_VERSION'), '18\n')
    await expect(start()).rejects.toThrow(/instance\.json is missing/)
  })
})

describe('a running database', () => {
  it('is found by other commands only while it runs', async () => {
    expect(await findRunningPostgres(join(folder, 'data'))).toBeNull()
    expect(existsSync(join(folder, 'data'))).toBe(false)
    const postgres = await start()
    const access = await findRunningPostgres(postgres.dataFolder)
    expect(access?.appUrl).toBe(postgres.appUrl)
    await postgres.stop()
    expect(await findRunningPostgres(postgres.dataFolder)).toBeNull()
  })

  it('leaves nothing behind when stopped', async () => {
    const postgres = await start()
    await Promise.all([postgres.stop(), postgres.stop()])
    expect(existsSync(join(postgres.dataFolder, 'pg', 'postmaster.pid'))).toBe(false)
    expect(existsSync(join(postgres.dataFolder, 'server.lock'))).toBe(false)
  })
})

describe.runIf(isRoot())('as root', () => {
  it('never runs as root', async () => {
    const postgres = await start()
    expect((await stat(join(postgres.dataFolder, 'pg'))).uid).toBe(65534)
  })

  it('keeps the data elsewhere, and says so, where the account of PostgreSQL cannot reach it', async () => {
    await mkdir(join(folder, 'private'), { mode: 0o700 })
    const wish = join(folder, 'private', 'data')
    const postgres = await start(wish)
    expect(postgres.dataFolder).toMatch(new RegExp(`^${folder}/shared/data-[0-9a-f]{12}$`))
    expect(lines[0]).toBe(
      `PostgreSQL cannot run as root and its account cannot reach ${wish}: the data is in ${postgres.dataFolder}.`,
    )
    expect(existsSync(wish)).toBe(false)
    expect(await ask(postgres.ownerUrl, 'select 1')).toBe(1)
    expect((await findRunningPostgres(wish, join(folder, 'shared')))?.port).toBe(postgres.port)
  })
})
