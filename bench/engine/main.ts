import { headsAgainstSort } from '../../server/core/routing/heads-against-sort.testing.ts'
import { measure, type Measured, type Plan } from './measure.ts'
import type { Size } from './synthetic-load.ts'

/**
 * Figure P2 of the pure engine. `node bench/engine/main.ts [--decisions 200000] [--heads 1000000]` prints a table, then one
 * line of JSON. `--heads n` also compares the heads-only choice with a full sort in n random states.
 */
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

const plans = (decisions: number): Plan[] => [
  ...[1_000, 10_000, 100_000].map((waiting) => ({
    size: size(waiting),
    mode: 'freed agent' as const,
    batch: 1,
    decisions,
  })),
  ...[1_000, 10_000, 100_000].map((waiting) => ({
    size: size(waiting),
    mode: 'freed agent' as const,
    batch: 32,
    decisions,
  })),
  { size: size(0), mode: 'arriving task', batch: 1, decisions },
  {
    size: size(100_000, { queues: 4, queuesPerAgent: 1, signatures: 1_000 }),
    mode: 'freed agent',
    batch: 1,
    decisions,
  },
]

const line = (cells: (string | number | null)[]): string =>
  cells.map((cell) => String(cell ?? '').padStart(11)).join('')

const row = ({ mode, batch, size: { queues, waiting }, ...figures }: Measured): string =>
  mode.padEnd(14) +
  line([
    queues,
    waiting,
    batch,
    figures.decisionsPerSecond,
    figures.decisionsPerCpuSecond,
    figures.p50Us,
    figures.p99Us,
    figures.p999Us,
    figures.cyclesPerSecond,
    figures.indexBuildMs,
    figures.rssMb,
    figures.largestRecordBytes,
  ])

/** Slowest over fastest median of the single decisions, over 1,000, 10,000 and 100,000 waiting. */
const flatnessOf = (measured: Measured[]): number => {
  const medians = measured.filter(
    ({ mode, batch, size: { queues } }) => mode === 'freed agent' && batch === 1 && queues === 200,
  )
  const p50s = medians.map(({ p50Us }) => p50Us)
  return Math.round((Math.max(...p50s) / Math.min(...p50s)) * 100) / 100
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)

const main = (): void => {
  const heads = argument('--heads', 0)
  const differences = heads > 0 ? headsAgainstSort(heads, 1) : null
  if (differences !== null) print(`heads-only choice against full sort: ${differences} differences in ${heads} states`)
  print(
    'mode          ' +
      line([
        'queues',
        'waiting',
        'batch',
        'per s',
        'per cpu s',
        'p50 us',
        'p99 us',
        'p99.9 us',
        'cycles/s',
        'build ms',
        'rss MB',
        'record B',
      ]),
  )
  const measured: Measured[] = []
  for (const plan of plans(argument('--decisions', 200_000))) {
    const figures = measure(plan)
    measured.push(figures)
    print(row(figures))
  }
  const flatness = flatnessOf(measured)
  print(`flatness of the median, 1,000 to 100,000 waiting: ${flatness}`)
  print(JSON.stringify({ figure: 'P2', flatness, heads, differences, measured }))
}

main()
