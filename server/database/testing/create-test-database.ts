import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

import { databaseUrl, templateDatabase } from './test-server.ts'

export interface TestDatabase {
  /** What the service uses; row-level security holds. */
  readonly appUrl: string
  readonly relayUrl: string
  /** A superuser: only for what migrate and backup do. */
  readonly ownerUrl: string
  /** Ends every connection to it and removes it. The end of the run removes what was not dropped. */
  readonly drop: () => Promise<void>
}

/**
 * Gives a migrated, empty database of its own to a test file:
 * `const database = await createTestDatabase()` and `afterAll(database.drop)`.
 */
export function createTestDatabase(): Promise<TestDatabase> {
  return copyDatabase(templateDatabase)
}

/** Gives a database without any table, for tests of migrations. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return copyDatabase('template1')
}

async function copyDatabase(template: string): Promise<TestDatabase> {
  const server = inject('testServer')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asOwner(server.ownerUrl, `create database ${name} template ${template}`)
  return {
    appUrl: databaseUrl(server.appUrl, name),
    relayUrl: databaseUrl(server.relayUrl, name),
    ownerUrl: databaseUrl(server.ownerUrl, name),
    drop: () => asOwner(server.ownerUrl, `drop database if exists ${name} with (force)`),
  }
}

async function asOwner(ownerUrl: string, statement: string): Promise<void> {
  const client = new Client(ownerUrl)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
