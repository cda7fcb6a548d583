import { parseArgs } from 'node:util'
import { engineAgainstSlow } from '../../server/core/routing/against-slow.testing.ts'
import { headsAgainstSort } from '../../server/core/routing/heads-against-sort.testing.ts'

/**
 * Holds the routing engine against slow ways to say the same: `node test/chaos/engine.ts [--sorted 1000000]
 * [--evaluated 100000] [--seed 1]`. The heads-only choice against a full sort of the backlog in so many random states, and
 * every decision and every reason against the evaluator that scans all rows. Ends with 1 when they differ once.
 */
const { values } = parseArgs({
  options: {
    sorted: { type: 'string', default: '1000000' },
    evaluated: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
})
const [sorted, evaluated, seed] = [Number(values.sorted), Number(values.evaluated), Number(values.seed)]
const heads = { states: sorted, differences: headsAgainstSort(sorted, seed) }
console.log(`heads against a full sort: ${heads.differences} differences in ${heads.states} states`)
const slow = engineAgainstSlow(evaluated, seed)
console.log(JSON.stringify({ seed, heads, slow }, null, 2))
process.exit(heads.differences === 0 && slow.differences.length === 0 ? 0 : 1)
