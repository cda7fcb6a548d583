import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/database/embedded/start-embedded-postgres.ts'
import { migrate } from '../../server/database/migrate/migrate.ts'
import { prepareRoles } from '../../server/database/migrate/prepare-roles.ts'
import { temporaryFolder } from '../../server/database/testing/temporary-folder.ts'

/** Runs work on a migrated PostgreSQL of its own, whose log lies in the folder that is given too. */
export async function onOwnPostgres<T>(
  work: (postgres: EmbeddedPostgres, dataFolder: string) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder('switchyard-chaos-')
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log: () => undefined })
  try {
    await prepareRoles(postgres.ownerUrl, postgres)
    await migrate({ ownerUrl: postgres.ownerUrl, folder: join(import.meta.dirname, '../../server/migrations') })
    return await work(postgres, join(folder, 'data'))
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
