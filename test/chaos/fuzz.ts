import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '../../server/database/embedded/start-embedded-postgres.ts'
import { migrate } from '../../server/database/migrate/migrate.ts'
import { prepareRoles } from '../../server/database/migrate/prepare-roles.ts'
import { temporaryFolder } from '../../server/database/testing/temporary-folder.ts'
import { openRunningService } from '../api/testing/running-service.ts'
import { fuzzApi, type FuzzFigures } from '../property/testing/fuzz-api.ts'

/**
 * Fuzzes the API on a database of its own: `node test/chaos/fuzz.ts --requests 1000000 [--seed 1]`. Prints the figures
 * and ends with 1 when anything was found.
 */
export async function fuzzOnce(run: { requests: number; seed: number }): Promise<FuzzFigures> {
  const folder = await temporaryFolder('switchyard-fuzz-')
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log: () => undefined })
  try {
    await prepareRoles(postgres.ownerUrl, postgres)
    await migrate({ ownerUrl: postgres.ownerUrl, folder: join(import.meta.dirname, '../../server/migrations') })
    const service = await openRunningService(postgres)
    const figures = await fuzzApi(service, run)
    await service.close()
    return figures
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
  })
  const figures = await fuzzOnce({ requests: Number(values.requests), seed: Number(values.seed) })
  console.log(JSON.stringify(figures, null, 2))
  process.exitCode = figures.faults.length === 0 ? 0 : 1
}
