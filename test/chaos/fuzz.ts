import { parseArgs } from 'node:util'
import { openRunningService } from '../api/testing/running-service.ts'
import { fuzzApi } from '../property/testing/fuzz-api.ts'
import type { FuzzFigures } from '../property/testing/run-fuzz.ts'
import { onOwnPostgres } from './own-postgres.ts'

/**
 * Fuzzes the API on a database of its own: `node test/chaos/fuzz.ts --requests 1000000 [--seed 1]`. Prints the figures
 * and ends with 1 when anything was found.
 */
export async function fuzzOnce(run: { requests: number; seed: number }): Promise<FuzzFigures> {
  return onOwnPostgres(async (postgres) => {
    const service = await openRunningService(postgres)
    const figures = await fuzzApi(service, run)
    await service.close()
    return figures
  })
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
  })
  const figures = await fuzzOnce({ requests: Number(values.requests), seed: Number(values.seed) })
  console.log(JSON.stringify(figures, null, 2))
  process.exitCode = figures.faults.length === 0 && figures.requests >= Number(values.requests) ? 0 : 1
}
