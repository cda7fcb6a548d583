import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { soon } from '../../platform/testing/soon.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { postmasterProgram, readPostmasterFile } from './postmaster-file.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.ts'

let seed = ''
let folder = ''
let started: EmbeddedPostgres[] = []

/** Copying a cluster takes a tenth of the time of making one. */
beforeAll(async () => {
  seed = await temporaryFolder('switchyard-seed-')
  const postgres = await startEmbeddedPostgres({ dataFolder: join(seed, 'data'), log: () => undefined })
  await postgres.stop()
})
afterAll(() => rm(seed, { recursive: true, force: true }))

beforeEach(async () => {
  folder = await temporaryFolder('switchyard-survival-')
  expect(spawnSync('cp', ['-a', join(seed, 'data'), folder]).status).toBe(0)
  started = []
})
afterEach(async () => {
  for (const postgres of started) await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

const serverProgram = `
  import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'start-embedded-postgres.ts'))}
  await startEmbeddedPostgres({ dataFolder: process.argv[1], log: () => undefined })
  console.log('ready')
  setInterval(() => undefined, 1_000)
`

/** A server in a process (and process group) of its own, so that it can be killed. */
async function startServer(): Promise<ChildProcess> {
  const args = ['--no-warnings', '--input-type=module', '-e', serverProgram, join(folder, 'data')]
  const server = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: server.stdout }), 'line')
  expect(line).toBe('ready')
  return server
}

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log: () => undefined })
  started.push(postgres)
  return postgres
}

async function postmasterPid(): Promise<number> {
  const file = await readPostmasterFile(join(folder, 'data', 'pg'))
  expect(file?.state).toBe('ready')
  return file?.pid ?? 0
}

function isRunning(pid: number): boolean {
  return postmasterProgram(pid, join(folder, 'data', 'pg')) !== null
}

function watchersOf(pid: number): number[] {
  const found = spawnSync('pgrep', ['-f', `kill -INT ${pid}$`], { encoding: 'utf8' })
  return found.stdout.split('\n').filter(Boolean).map(Number)
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

async function killServer(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit')
  process.kill(-(server.pid ?? 0), 'SIGKILL')
  await ended
}

describe('when the server is killed', () => {
  it('PostgreSQL stops cleanly, and its watcher with it', async () => {
    const server = await startServer()
    const pid = await postmasterPid()
    expect(watchersOf(pid)).toHaveLength(1)
    await killServer(server)
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), soon)
    expect(existsSync(join(folder, 'data', 'pg', 'postmaster.pid'))).toBe(false)
    await vi.waitFor(() => expect(watchersOf(pid)).toEqual([]), soon)
  })

  it('the next start takes its stale lock over, however soon it comes', async () => {
    await killServer(await startServer())
    const postgres = await start()
    expect(await ask(postgres.ownerUrl, 'select 1')).toBe(1)
  })

  it('together with its watcher, the next start adopts PostgreSQL, which then ends with the new server', async () => {
    const server = await startServer()
    const pid = await postmasterPid()
    for (const watcher of watchersOf(pid)) process.kill(-watcher, 'SIGKILL')
    await killServer(server)

    const postgres = await start()
    expect(postgres.wasAdopted).toBe(true)
    expect(await postmasterPid()).toBe(pid)
    expect(await ask(postgres.ownerUrl, 'select 1')).toBe(1)
    expect(watchersOf(pid)).toHaveLength(1)
    await postgres.stop()
    expect(isRunning(pid)).toBe(false)
  })
})

describe('when PostgreSQL is killed', () => {
  it('it is started again on the same port with what was committed', async () => {
    const postgres = await start()
    await ask(postgres.ownerUrl, 'create table kept as select 7 as value')
    const pid = await postmasterPid()
    const restarted = new Promise<void>((resolve) => postgres.onRestart(resolve))
    process.kill(pid, 'SIGKILL')
    await restarted
    expect(await postmasterPid()).not.toBe(pid)
    expect(await ask(postgres.ownerUrl, 'select value from kept')).toBe(7)
    expect(watchersOf(await postmasterPid())).toHaveLength(1)
    await vi.waitFor(() => expect(watchersOf(pid)).toEqual([]), soon)
  })

  it('while the server is stopping, it stays down until the next start recovers it', async () => {
    const postgres = await start()
    const pid = await postmasterPid()
    process.kill(pid, 'SIGKILL')
    await postgres.stop()
    const file = await readPostmasterFile(join(folder, 'data', 'pg'))
    expect(file === null || !isRunning(file.pid)).toBe(true)
    const next = await start()
    expect(await ask(next.ownerUrl, 'select 1')).toBe(1)
  })
})
