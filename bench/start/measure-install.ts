import { cp, glob, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runChild } from '../machine/child.ts'
import { openFolder } from '../machine/leave-nothing.ts'
import { progress } from '../machine/progress.ts'

const repository = join(import.meta.dirname, '..', '..')

/** `npm ci` from the lockfile into an empty folder with an empty cache: seconds, and megabytes that were fetched. */
export async function measureInstall(): Promise<{ seconds: number; megabytes: number }> {
  progress('start: npm ci with an empty cache')
  const folder = await openFolder()
  try {
    const checkout = join(folder.path, 'checkout')
    const cache = join(folder.path, 'cache')
    const isInstalled = (path: string) => path.split('/').includes('node_modules')
    for await (const file of glob('{package.json,package-lock.json,*/package.json}', { cwd: repository })) {
      if (!isInstalled(file)) await cp(join(repository, file), join(checkout, file), { recursive: true })
    }
    await cp(join(repository, 'cli'), join(checkout, 'cli'), { recursive: true })
    const startedAt = performance.now()
    await runChild('npm', ['ci', '--cache', cache, '--no-audit', '--no-fund'], { cwd: checkout })
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10
    return { seconds, megabytes: Math.round((await bytesOf(cache)) / 1e6) }
  } finally {
    await folder.remove()
  }
}

async function bytesOf(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size
  }
  return bytes
}
