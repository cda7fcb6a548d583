import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { findLockHolder, lockDataFolder } from './data-folder-lock.ts'
import { identityOf } from './process-identity.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const writeHolder = (holder: object) => writeFile(join(folder, 'server.lock'), JSON.stringify(holder))

describe('the lock of a data folder', () => {
  it('is held until released', async () => {
    const lock = await lockDataFolder(folder)
    expect((await findLockHolder(folder))?.pid).toBe(process.pid)
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'conflict', details: { pid: process.pid } })
    await lock.release()
    expect(await findLockHolder(folder)).toBeNull()
    await (await lockDataFolder(folder)).release()
  })

  it('of a dead process is taken over', async () => {
    const { pid } = spawnSync('true')
    await writeHolder({ pid, identity: 'x:1', since: '2026-01-01T00:00:00Z' })
    await expect(lockDataFolder(folder)).resolves.toBeDefined()
  })

  it.runIf(process.platform === 'linux')('of a dead process whose pid lives on as another is taken over', async () => {
    await writeHolder({ pid: process.ppid, identity: identityOf(process.pid), since: '2026-01-01T00:00:00Z' })
    await expect(lockDataFolder(folder)).resolves.toBeDefined()
  })

  it('that is unreadable counts as stale', async () => {
    await writeFile(join(folder, 'server.lock'), '{"pid":')
    await expect(lockDataFolder(folder)).resolves.toBeDefined()
  })

  it.runIf(process.platform === 'linux')('goes to exactly one of many who find the same stale lock', async () => {
    for (let round = 0; round < 5; round++) {
      await writeHolder({ pid: spawnSync('true').pid, identity: 'x:1', since: '2026-01-01T00:00:00Z' })
      const rivals = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataFolder(folder)))
      expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
  })

  it('says why a folder cannot be used', async () => {
    await mkdir(join(folder, 'server.lock', 'in-the-way'), { recursive: true })
    await expect(lockDataFolder(folder)).rejects.toThrow(/^The data folder .* cannot be used by this user: EISDIR/)
  })
})
