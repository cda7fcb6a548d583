import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll } from 'vitest'
import { createTestDatabase } from '../../database/testing/create-test-database.ts'
import { temporaryFolder } from '../../database/testing/temporary-folder.ts'
import { readSettings } from '../../platform/config.ts'
import { openDatabase } from '../../start/open-database.ts'
import type { CommandResult } from '../../start/testing/service-process.ts'
import { runHere } from './run-here.ts'

/** An installation for the tests of one file. */
export interface CommandPlace {
  /** Runs a command on it. */
  run(...args: string[]): Promise<CommandResult>
  /** Writes a file that a command may be given; gives its path. */
  write(name: string, text: string): Promise<string>
  /** The path of a file that may or may not be there. */
  path(name: string): string
  /** Reads rows past row security. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
}

/** A workflow that is fit to be in force. */
export const exampleWorkflow = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'workflows', 'operations-review.yaml'),
  'utf8',
)
/** The same with an error, and with a test of its own that fails. */
export const wrongWorkflow = exampleWorkflow.replace('otherwise: frontline', 'otherwise: nowhere')
export const failingWorkflow = exampleWorkflow.replace('expect: { priority: critical }', 'expect: { priority: low }')

/** An installation on an outside database, whose owner its commands do not know. */
export async function openCommandPlace(): Promise<CommandPlace> {
  const { drop, appUrl, ownerUrl } = await createTestDatabase()
  const folder = await temporaryFolder('switchyard-command-')
  return placeIn(folder, { flags: ['--database-url', appUrl], ownerUrl, close: drop })
}

/** An installation on a PostgreSQL of its own, which runs as it would for a server. */
export async function openLocalPlace(): Promise<CommandPlace> {
  const folder = await temporaryFolder('switchyard-command-')
  const { ownerUrl, close } = await openDatabase(readSettings([`--data=${folder}`]), () => undefined)
  return placeIn(folder, { flags: [], ownerUrl: ownerUrl ?? '', close })
}

/** All of it is gone when the tests of the file are over. */
async function placeIn(
  folder: string,
  database: { flags: string[]; ownerUrl: string; close: () => Promise<void> },
): Promise<CommandPlace> {
  const owner = new Client(database.ownerUrl)
  await owner.connect()
  afterAll(async () => {
    await owner.end()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })
  const where = ['--data', folder, ...database.flags]
  const path = (name: string) => join(folder, name)
  return {
    run: (...args) => runHere([...args, ...where]),
    write: async (name, text) => {
      await writeFile(path(name), text)
      return path(name)
    },
    path,
    query: async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[],
  }
}
