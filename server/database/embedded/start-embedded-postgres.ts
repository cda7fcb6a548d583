import { realpath, rename, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Client } from 'pg'

import { AppError } from '../../platform/errors.ts'
import { clusterExists, createCluster, writeThrough, type Cluster } from './cluster.ts'
import { createFolder, defaultSharedFolder, locateDataFolder } from './data-folder.ts'
import { findLockHolder, lockDataFolder } from './data-folder-lock.ts'
import { connectionUrl, newInstance, readInstance, writeInstance, type Instance } from './instance-file.ts'
import { keepRunning, startPostmaster } from './keep-running.ts'
import { isFree, pickFreePort } from './loopback-port.ts'
import { findBinaryPackage, prepareBinaries } from './postgres-binaries.ts'
import { adoptPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts'
import { postmasterProgram, readPostmasterFile } from './postmaster-file.ts'
import { chooseRunAs } from './service-account.ts'

/** How to reach the database of a data folder. The owner is a superuser: only migrate and backup may use its URL. */
export interface EmbeddedAccess {
  readonly host: string
  readonly port: number
  /** The folder that really holds the data (`locateDataFolder`). */
  readonly dataFolder: string
  readonly ownerUrl: string
  readonly appUrl: string
  readonly relayUrl: string
  /** To be given to the roles by `prepareRoles`. */
  readonly appPassword: string
  readonly relayPassword: string
}

export interface EmbeddedPostgres extends EmbeddedAccess {
  readonly isFirstStart: boolean
  readonly wasAdopted: boolean
  /** From the call until connections were accepted. */
  readonly startedInMs: number
  /** Calls back each time PostgreSQL had died alone and accepts connections again; open connections are lost. */
  readonly onRestart: (callback: () => void) => void
  /** Ends PostgreSQL cleanly and frees the data folder. Asking twice is fine. */
  readonly stop: () => Promise<void>
}

export interface EmbeddedOptions {
  readonly dataFolder: string
  /** Receives progress and incidents, one sentence a call. */
  readonly log: (line: string) => void
  /** PostgreSQL settings added to ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** Where root keeps what its unprivileged account cannot reach elsewhere. */
  readonly sharedFolder?: string
}

/**
 * Starts the PostgreSQL that comes with Switchyard on a data folder, creating it at the first start. It ends with this
 * process, even by kill -9, and is started again when it dies alone. Throws `conflict` when a living server holds the
 * folder, `unavailable` with the reason when it cannot start (architecture.md "Embedded PostgreSQL, precisely").
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const startedAtMs = performance.now()
  const { log, sharedFolder = defaultSharedFolder } = options
  const packageFolder = findBinaryPackage()
  const located = await locateDataFolder(options.dataFolder, sharedFolder)
  if (located !== resolve(options.dataFolder))
    log(`PostgreSQL cannot run as root and its account cannot reach ${options.dataFolder}: the data is in ${located}.`)
  const dataFolder = await createFolder(located)
  const lock = await lockDataFolder(dataFolder)
  try {
    const folder = join(dataFolder, 'pg')
    const runAs = await chooseRunAs(folder)
    const binaries = await prepareBinaries(packageFolder, runAs, sharedFolder, log)
    const logFile = join(dataFolder, 'postgres.log')
    const cluster: Cluster = { folder, logFile, binaries, runAs, settings: options.settings ?? {} }
    const { postmaster, instance, isFirstStart } = await bringUp(cluster, dataFolder, log)
    const supervision = keepRunning(cluster, postmaster, log)
    if (isFirstStart) writeThrough(cluster, log)
    return {
      ...accessTo(instance, dataFolder),
      isFirstStart,
      wasAdopted: postmaster.wasAdopted,
      startedInMs: performance.now() - startedAtMs,
      onRestart: supervision.onRestart,
      stop: async () => {
        await supervision.stop()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Gives access to the PostgreSQL that a living server runs on this data folder, or null when none does. */
export async function findRunningPostgres(asked: string, sharedFolder?: string): Promise<EmbeddedAccess | null> {
  const dataFolder = await realpath(await locateDataFolder(asked, sharedFolder)).catch(() => null)
  if (dataFolder === null || (await findLockHolder(dataFolder)) === null) return null
  const instance = await readInstance(dataFolder)
  if (instance === null || instance.database === null) return null
  const folder = join(dataFolder, 'pg')
  const file = await readPostmasterFile(folder)
  if (file?.state !== 'ready' || postmasterProgram(file.pid, folder) === null) return null
  return accessTo(instance, dataFolder)
}

interface Running {
  readonly postmaster: Postmaster
  readonly instance: Instance
  readonly isFirstStart: boolean
}

async function bringUp(cluster: Cluster, dataFolder: string, log: (line: string) => void): Promise<Running> {
  const isFirstStart = !(await clusterExists(cluster))
  let instance = await readInstance(dataFolder)
  if (isFirstStart) {
    instance = newInstance(await pickFreePort())
    await writeInstance(dataFolder, instance)
    log(`First start: creating the database in ${cluster.folder}.`)
    await createCluster(cluster, instance.ownerPassword)
  }
  if (instance === null)
    throw new AppError('unavailable', `${dataFolder}/instance.json is missing; it holds the passwords of the database.`)

  await shortenLog(cluster.logFile)
  const postmaster = (isFirstStart ? null : await adoptPostmaster(cluster)) ?? (await start(cluster, instance))
  if (postmaster.wasAdopted)
    log(`Took over the PostgreSQL that an earlier server left running (pid ${postmaster.pid}).`)
  try {
    const reached = { ...instance, port: postmaster.port }
    const complete = reached.database === null ? await createDatabase(reached) : reached
    if (complete.port !== instance.port || complete.database !== instance.database)
      await writeInstance(dataFolder, complete)
    return { postmaster, instance: complete, isFirstStart }
  } catch (error) {
    await stopPostmaster(postmaster)
    throw error
  }
}

async function start(cluster: Cluster, instance: Instance): Promise<Postmaster> {
  const port = (await isFree(instance.port)) ? instance.port : await pickFreePort()
  return startPostmaster(cluster, port, pickFreePort)
}

async function createDatabase(instance: Instance): Promise<Instance> {
  const client = new Client(connectionUrl(instance, 'switchyard_owner', instance.ownerPassword))
  await client.connect()
  try {
    const found = await client.query(`select 1 from pg_database where datname = 'switchyard'`)
    if (found.rowCount === 0) await client.query('create database switchyard')
  } finally {
    await client.end()
  }
  return { ...instance, database: 'switchyard' }
}

/** One earlier log is kept, so the two never take more than about 20 MB between starts. */
async function shortenLog(logFile: string): Promise<void> {
  const log = await stat(logFile).catch(() => null)
  if (log !== null && log.size > 10_000_000) await rename(logFile, `${logFile}.1`)
}

function accessTo(instance: Instance, dataFolder: string): EmbeddedAccess {
  const { port, appPassword, relayPassword } = instance
  return {
    host: '127.0.0.1',
    port,
    dataFolder,
    ownerUrl: connectionUrl(instance, 'switchyard_owner', instance.ownerPassword),
    appUrl: connectionUrl(instance, 'switchyard_app', appPassword),
    relayUrl: connectionUrl(instance, 'switchyard_relay', relayPassword),
    appPassword,
    relayPassword,
  }
}
