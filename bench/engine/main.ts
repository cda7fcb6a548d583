import { setImmediate } from 'node:timers/promises'
import { print, progress } from '../machine/progress.ts'
import { openCentre, type Centre } from './centre.ts'
import { mediansOf, runWindow, type Figures } from './measure.ts'
import { PauseWatch, type WorstPauses } from './pauses.ts'
import type { Size } from './synthetic-load.ts'

/**
 * Figure P2 of the pure engine. `node bench/engine/main.ts [--decisions 80000]` prints a table, then one line of JSON.
 * `--decisions` is the number for each row.
 */
export interface Measured extends Figures {
  mode: 'freed agent' | 'arriving task'
  batch: number
  size: Size
  indexBuildMs: number
  rssMb: number
  recordBytes: number
  /** While the group of rows that take turns was measured. */
  pauses: WorstPauses
}

/** The rate of a window hardly depends on its length; more of them give a steadier middle. */
const WINDOWS = 10

const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}

const size = (waiting: number, over: Partial<Size> = {}): Size => ({
  agents: 10_000,
  waiting,
  signatures: 5_000,
  queues: 200,
  queuesPerAgent: 5,
  ...over,
})

interface Plan {
  mode: Measured['mode']
  size: Size
  batches: number[]
}

/** Those of a group take turns window by window, so that what the machine does besides meets them alike. */
const groups: Plan[][] = [
  [1_000, 10_000, 100_000].map((waiting) => ({ mode: 'freed agent', size: size(waiting), batches: [1, 32] })),
  [
    { mode: 'arriving task', size: size(0), batches: [1] },
    { mode: 'freed agent', size: size(100_000, { queues: 4, queuesPerAgent: 1, signatures: 1_000 }), batches: [1] },
  ],
]

const runGroup = async (plans: Plan[], decisions: number): Promise<Measured[]> => {
  const rows = plans.flatMap((plan) => {
    progress(`engine: building ${plan.size.agents} agents, ${plan.size.waiting} waiting, ${plan.size.queues} queues`)
    const centre = openCentre(plan.size, plan.mode === 'freed agent')
    return plan.batches.map((batch) => ({ ...plan, batch, centre, windows: Array<Figures>() }))
  })
  const perWindow = Math.ceil(decisions / WINDOWS)
  const watch = new PauseWatch()
  // The first round only warms up.
  for (let round = 0; round <= WINDOWS; round += 1) {
    progress(`engine: round ${round} of ${WINDOWS}, ${rows.length} rows of ${perWindow} decisions`)
    for (const { centre, batch, windows } of rows) {
      // A turn of the event loop, in which the collector's pauses are told of.
      await setImmediate()
      const window = runWindow(centre, batch, perWindow)
      if (round > 0) windows.push(window)
    }
  }
  const pauses = await watch.end()
  return rows.map((row) => ({ ...measuredOf(row, row.centre, row.windows), pauses }))
}

const measuredOf = (
  { mode, batch, size: measuredSize }: Omit<Plan, 'batches'> & { batch: number },
  centre: Centre,
  windows: Figures[],
): Omit<Measured, 'pauses'> => ({
  mode,
  batch,
  size: measuredSize,
  ...mediansOf(windows),
  indexBuildMs: centre.indexBuildMs,
  rssMb: Math.round(process.memoryUsage().rss / 1_048_576),
  recordBytes: JSON.stringify(centre.lastRecord).length,
})

const columns: Record<string, (row: Measured) => number | null> = {
  queues: (row) => row.size.queues,
  waiting: (row) => row.size.waiting,
  batch: (row) => row.batch,
  'per s': (row) => row.decisionsPerSecond,
  'per cpu s': (row) => row.decisionsPerCpuSecond,
  'recorded/s': (row) => row.recordedPerSecond,
  'p50 us': (row) => row.p50Us,
  'p99 us': (row) => row.p99Us,
  'p99.9 us': (row) => row.p999Us,
  'cycles/s': (row) => row.cyclesPerSecond,
  'build ms': (row) => row.indexBuildMs,
  'record B': (row) => row.recordBytes,
  'young ms': (row) => row.pauses.youngMs,
  'whole ms': (row) => row.pauses.wholeMs,
}

const line = (first: string, cells: (string | number | null)[]): string =>
  first.padEnd(14) + cells.map((cell) => String(cell ?? '').padStart(11)).join('')

/** Slowest over fastest median of the single decisions, over 1,000, 10,000 and 100,000 waiting. */
const flatnessOf = (measured: Measured[]): number => {
  const medians = measured.filter(
    ({ mode, batch, size: { queues } }) => mode === 'freed agent' && batch === 1 && queues === 200,
  )
  const p50s = medians.map(({ p50Us }) => p50Us)
  return Math.round((Math.max(...p50s) / Math.min(...p50s)) * 100) / 100
}

const main = async (): Promise<void> => {
  print(line('mode', Object.keys(columns)))
  const measured: Measured[] = []
  for (const plans of groups) {
    const rows = await runGroup(plans, argument('--decisions', 80_000))
    for (const row of rows)
      print(
        line(
          row.mode,
          Object.values(columns).map((cell) => cell(row)),
        ),
      )
    measured.push(...rows)
  }
  const flatness = flatnessOf(measured)
  print(`flatness of the median, 1,000 to 100,000 waiting: ${flatness}`)
  print(JSON.stringify({ figure: 'P2', flatness, measured }))
}

await main()
