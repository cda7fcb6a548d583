import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'

import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/start-embedded-postgres.ts'
import { migrate } from '../migrate/migrate.ts'
import { prepareRoles } from '../migrate/prepare-roles.ts'
import { databaseUrl, templateDatabase } from './test-server.ts'
import { removeAbandonedFolders, temporaryFolder } from './temporary-folder.ts'

const folderPrefix = 'switchyard-test-'
const migrationsFolder = join(import.meta.dirname, '..', '..', 'migrations')

/**
 * Starts one PostgreSQL for a run of tests, with a migrated template database that `createTestDatabase` copies. It keeps
 * its durable settings, so that tests see what users get. The watcher ends what a killed run leaves behind, the next run
 * removes its folder.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandonedFolders(folderPrefix)
  const folder = await temporaryFolder(folderPrefix)
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log: () => undefined })
  const stop = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await prepareTemplate(postgres)
  } catch (error) {
    await stop()
    throw error
  }
  const { ownerUrl, appUrl, relayUrl } = postgres
  project.provide('testServer', { ownerUrl, appUrl, relayUrl })
  return stop
}

async function prepareTemplate(postgres: EmbeddedPostgres): Promise<void> {
  await prepareRoles(postgres.ownerUrl, postgres)
  const client = new Client(postgres.ownerUrl)
  await client.connect()
  await client.query(`create database ${templateDatabase}`)
  await client.end()
  const hasMigrations =
    existsSync(migrationsFolder) && readdirSync(migrationsFolder).some((name) => name.endsWith('.sql'))
  if (hasMigrations)
    await migrate({ ownerUrl: databaseUrl(postgres.ownerUrl, templateDatabase), folder: migrationsFolder })
}
