import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

import { AppError } from '../../platform/errors.ts'
import { canReach, chooseRunAs, isRoot } from './service-account.ts'

/** Where root keeps what its unprivileged account could not reach elsewhere. */
export const defaultSharedFolder = '/var/lib/switchyard'

/**
 * Gives the folder that really holds the data: the one asked for or, where the account of the cluster cannot reach it
 * (root with data under a private home), one of its own under the shared folder, always the same for the same wish.
 */
export async function locateDataFolder(asked: string, sharedFolder: string = defaultSharedFolder): Promise<string> {
  const wish = resolve(asked)
  if (!isRoot()) return wish
  const runAs = await chooseRunAs(join(wish, 'pg'))
  if (canReach(nearestExisting(wish), runAs)) return wish
  return join(sharedFolder, `data-${createHash('sha256').update(wish).digest('hex').slice(0, 12)}`)
}

/**
 * Creates the folder when missing, such that the cluster's account can pass through it, and gives its real path, so that
 * one folder has one name in locks and processes.
 */
export async function createFolder(folder: string): Promise<string> {
  try {
    const firstCreated = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (firstCreated !== undefined && isRoot()) await letOthersPass(firstCreated, folder)
    return await realpath(folder)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('unavailable', `The folder ${folder} cannot be created: ${reason}.`)
  }
}

/** The cluster's account must pass through what root creates; every file in it keeps its own mode. */
async function letOthersPass(from: string, to: string): Promise<void> {
  for (let folder = to; folder.length >= from.length; folder = dirname(folder)) await chmod(folder, 0o711)
}

function nearestExisting(path: string): string {
  let folder = path
  while (!existsSync(folder)) folder = dirname(folder)
  return folder
}
