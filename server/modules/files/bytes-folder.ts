import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../platform/errors.ts'
import type { BytesPlace, FileBytes } from './file-bytes.ts'

const arriving = '.part'
const askedAtOnce = 500
/** What this folder may hold; anything else was put there by somebody and stays. */
const ownName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.part)?$/

/**
 * Keeps bytes in a folder: `<workspace>/<end of the id>/<id>`. What arrives has another name until it is whole and on the
 * disk, so a crash leaves nothing that looks complete.
 */
export function openBytesFolder(folder: string): FileBytes {
  // The end of an id is random, its beginning is time.
  const pathOf = ({ workspaceId, fileId }: BytesPlace) => join(folder, workspaceId, fileId.slice(-2), fileId)
  return {
    async put(place, bytes) {
      const path = pathOf(place)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const part = `${path}${arriving}`
      try {
        await pipeline(bytes, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }))
        await rename(part, path)
        await syncFolder(dirname(path))
      } catch (error) {
        await rm(part, { force: true })
        throw isFull(error)
          ? new AppError('unavailable', 'There is no room on the disk that files are kept on.')
          : error
      }
    },
    async open(place, range) {
      const file = await open(pathOf(place), 'r').catch(() => {
        throw new AppError('not_found', 'The content of this file is not there.')
      })
      return createReadStream('', { fd: file, ...(range !== null && { start: range.first, end: range.last }) })
    },
    remove: (place) => rm(pathOf(place), { force: true }),
    async sweep(workspaceId, before, known) {
      let removed = 0
      const home = join(folder, workspaceId)
      for (const shelf of await namesIn(home)) {
        const names = (await namesIn(join(home, shelf))).filter((name) => ownName.test(name))
        for (let from = 0; from < names.length; from += askedAtOnce) {
          const some = names.slice(from, from + askedAtOnce)
          const kept = await known(some.filter((name) => !name.endsWith(arriving)))
          for (const name of some) {
            const path = join(home, shelf, name)
            if (kept.has(name) || !(await isOlder(path, before))) continue
            await rm(path, { force: true })
            removed += 1
          }
        }
      }
      return removed
    },
  }
}

/** A new name lasts only once its folder is on the disk; Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function isOlder(path: string, before: number): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs < before,
    () => false,
  )
}
