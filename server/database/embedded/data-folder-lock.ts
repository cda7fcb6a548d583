import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AppError } from '../../platform/errors.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { identityOf } from './process-identity.ts'

/** Who holds a data folder. */
export interface LockHolder {
  readonly pid: number
  readonly identity: string
  readonly since: string
}

export interface DataFolderLock {
  release(): Promise<void>
}

/**
 * Takes the folder for this process until `release` or its death; what a dead process left is taken over. A living holder
 * is a `conflict` naming it, a folder that may not be written `unavailable`.
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const mine: LockHolder = {
    pid: process.pid,
    identity: identityOf(process.pid) ?? '',
    since: Temporal.Now.instant().toString({ smallestUnit: 'second' }),
  }
  await oneAtATime(folder, async () => {
    const holder = await findLockHolder(folder)
    if (holder !== null) throw inUse(folder, holder)
    await write(folder, mine)
  })
  return {
    release: async () => {
      const holder = await readHolder(folder)
      if (holder?.pid === mine.pid && holder.identity === mine.identity) await rm(lockPath(folder), { force: true })
    },
  }
}

/** Gives the living process that holds the folder, or null. */
export async function findLockHolder(folder: string): Promise<LockHolder | null> {
  const holder = await readHolder(folder)
  return holder !== null && identityOf(holder.pid) === holder.identity ? holder : null
}

async function write(folder: string, holder: LockHolder): Promise<void> {
  const draft = `${lockPath(folder)}.new`
  try {
    await rm(draft, { force: true })
    await writeFile(draft, JSON.stringify(holder))
    await rename(draft, lockPath(folder))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('unavailable', `The data folder ${folder} cannot be used by this user: ${reason}.`)
  }
}

async function readHolder(folder: string): Promise<LockHolder | null> {
  try {
    const { pid, identity, since } = JSON.parse(await readFile(lockPath(folder), 'utf8'))
    return { pid: Number(pid), identity: String(identity), since: String(since) }
  } catch {
    return null
  }
}

function lockPath(folder: string): string {
  return join(folder, 'server.lock')
}

function inUse(folder: string, holder: LockHolder): AppError {
  return new AppError(
    'conflict',
    `The data folder ${folder} is in use by process ${holder.pid} since ${holder.since}.`,
    {
      pid: holder.pid,
    },
  )
}
