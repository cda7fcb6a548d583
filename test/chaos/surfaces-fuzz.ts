import { parseArgs } from 'node:util'
import { openRunningService } from '../api/testing/running-service.ts'
import { fuzzSurfaces } from '../property/testing/fuzz-surfaces.ts'
import type { FuzzFigures } from '../property/testing/run-fuzz.ts'
import { onOwnPostgres } from './own-postgres.ts'

/**
 * Fuzzes the hand-off to partners and the support of orders on a database of its own:
 * `node test/chaos/surfaces-fuzz.ts --requests 100000 [--seed 1]`. Prints the figures and ends with 1 when anything was
 * found, and when an operation was never done.
 */
export async function fuzzSurfacesOnce(run: { requests: number; seed: number }): Promise<FuzzFigures> {
  return onOwnPostgres(async (postgres) => {
    const service = await openRunningService(postgres)
    const figures = await fuzzSurfaces(service, run)
    await service.close()
    return figures
  })
}

/** Operations that were asked and never did what was asked: a run that is refused at the door finds nothing. */
function neverDone({ operations }: FuzzFigures): string[] {
  return Object.entries(operations).flatMap(([operation, { done }]) => (done === 0 ? [operation] : []))
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
  })
  const figures = await fuzzSurfacesOnce({ requests: Number(values.requests), seed: Number(values.seed) })
  const missed = neverDone(figures)
  console.log(JSON.stringify({ ...figures, neverDone: missed }, null, 2))
  const isWhole = figures.requests >= Number(values.requests) && missed.length === 0
  process.exitCode = figures.faults.length === 0 && isWhole ? 0 : 1
}
