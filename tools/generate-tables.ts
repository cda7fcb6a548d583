import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../server/database/embedded/start-embedded-postgres.ts'
import { migrate } from '../server/database/migrate/migrate.ts'
import { prepareRoles } from '../server/database/migrate/prepare-roles.ts'

const root = join(import.meta.dirname, '..')

/** Writes the types of all tables, read from a database that was just migrated, to `outFile`. */
export async function generateTables(outFile: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-tables-'))
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log: () => undefined })
  try {
    await prepareRoles(postgres.ownerUrl, postgres)
    await migrate({ ownerUrl: postgres.ownerUrl, folder: join(root, 'server/migrations') })
    const args = ['--url', postgres.ownerUrl, '--out-file', outFile, '--dialect', 'postgres', '--log-level', 'error']
    const scalars = ['--type-mapping', JSON.stringify({ int8: 'number', timestamptz: 'number', date: 'string' })]
    const exclude = ['--exclude-pattern', '{schema_migrations,events_2*}']
    const run = spawnSync(join(root, 'node_modules/.bin/kysely-codegen'), [...args, ...scalars, ...exclude], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (run.status !== 0) throw new Error(`kysely-codegen ended with ${run.status}`)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
