import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

import { AppError } from '../../platform/errors.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { missingAccount, plainEnvironment, type RunAs } from './service-account.ts'

/** A cluster of databases on disk and what is needed to run it. `settings` are server settings added to ours. */
export interface Cluster {
  readonly folder: string
  readonly logFile: string
  readonly binaries: PostgresBinaries
  readonly runAs: RunAs
  readonly settings: Readonly<Record<string, string>>
}

/** Tells whether the cluster exists; refuses one of another major version, which these programs cannot read. */
export async function clusterExists(cluster: Cluster): Promise<boolean> {
  const version = await readFile(join(cluster.folder, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version === null) return false
  const { majorVersion } = cluster.binaries
  if (Number.parseInt(version, 10) === majorVersion) return true
  throw new AppError(
    'unavailable',
    `${cluster.folder} was written by PostgreSQL ${version.trim()}, this Switchyard brings ${majorVersion}. ` +
      'Make a backup with the Switchyard that wrote it and restore it into a new data folder.',
  )
}

/**
 * Creates the cluster, owned by superuser `switchyard_owner` with this password. LC_CTYPE is C.UTF-8 because under plain
 * C pg_trgm drops every letter outside ASCII. It gets its name only when complete, so a crash leaves nothing half-made.
 */
export async function createCluster(cluster: Cluster, ownerPassword: string): Promise<void> {
  const problem = missingAccount(cluster.runAs)
  if (problem !== null) throw new AppError('unavailable', problem)
  await removeDrafts(cluster)
  const draft = `${cluster.folder}.new-${process.pid}`
  const passwordFile = `${cluster.folder}.password`
  try {
    await writeFile(passwordFile, ownerPassword, { mode: 0o600 })
    if (cluster.runAs.uid !== undefined) await chown(passwordFile, cluster.runAs.uid, cluster.runAs.gid)
    const failures: string[] = []
    for (const characterType of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
      await makeEmpty(draft, cluster.runAs)
      const failure = await initialise(cluster, draft, ['--pwfile', passwordFile, `--lc-ctype=${characterType}`])
      if (failure === null) return await rename(draft, cluster.folder)
      failures.push(failure)
      if (!failure.includes('locale')) break
    }
    throw new AppError('unavailable', `PostgreSQL could not create its data in ${cluster.folder}: ${failures[0]}`)
  } finally {
    await rm(passwordFile, { force: true })
    await removeDrafts(cluster)
  }
}

/** Writes a new cluster through to the disk, which `--no-sync` left out so that the first start need not wait for it. */
export function writeThrough(cluster: Cluster, log: (line: string) => void): void {
  const child = spawn(cluster.binaries.initdb, ['-D', cluster.folder, '--sync-only'], {
    ...cluster.runAs,
    ...plainEnvironment,
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  })
  const failed = () =>
    log(`Could not write ${cluster.folder} through to the disk; a power failure now could damage it.`)
  child.on('error', failed)
  child.on('exit', (code) => {
    if (code !== 0 && existsSync(cluster.folder)) failed()
  })
  child.unref()
}

/** Each draft has a name of its own: the initdb of a killed server may still be at work, and cleans up by name. */
async function removeDrafts(cluster: Cluster): Promise<void> {
  const parent = dirname(cluster.folder)
  const drafts = (await readdir(parent)).filter((name) => name.startsWith(`${basename(cluster.folder)}.new-`))
  for (const name of drafts) await rm(join(parent, name), { recursive: true, force: true, maxRetries: 10 })
}

async function makeEmpty(folder: string, runAs: RunAs): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  if (runAs.uid !== undefined) await chown(folder, runAs.uid, runAs.gid)
}

/** In a session of its own: killed along with the server it would leave shared memory behind; so it ends by itself. */
async function initialise(cluster: Cluster, folder: string, options: readonly string[]): Promise<string | null> {
  const fixed = [
    '-U',
    'switchyard_owner',
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
  ]
  const args = ['-D', folder, ...fixed, ...options, '--builtin-locale=C.UTF-8', '--no-sync', '--no-instructions']
  const child = spawn(cluster.binaries.initdb, args, {
    ...cluster.runAs,
    ...plainEnvironment,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', resolve)
  })
  const [complaint, code] = await Promise.all([text(child.stderr), ended])
  if (code === 0) return null
  return typeof code === 'string' ? code : complaint.trim().replaceAll(/\s*\n\s*/g, ' ')
}
